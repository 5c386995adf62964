"""A representative's own e-mail and telephone: replaced, confirmed, found not to work (REQ-2.1.f, REQ-4.9)."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from post_office.models import STATUS, Email

from cms.audit import domain as audit
from cms.users.models import User
from lk_addon.accounts import letters
from lk_addon.accounts.domain.invitations import LIFETIME, revoke_invitations
from lk_addon.accounts.models import ContactState, EmailChange, Invitation
from lk_addon.accounts.rules import may_enter
from lk_addon.accounts.tokens import email_token, new_nonce, token_hash
from lk_addon.cabinet.letters import queue_letter

LOOK_BACK = timedelta(days=2)  # a letter is tried for some hours; the task that looks may miss a day


class EmailChangeClosed(Exception):  # noqa: N818 - says what is the matter with it
    """The link confirms nothing: unknown, used, expired, superseded, its address taken, its person shut out."""


@transaction.atomic
def change_phone(*, user, phone):
    """Store another telephone; it counts at once, since nothing is sent there."""
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    user.phone = phone
    user.save(update_fields=["phone"])
    audit.record("contacts.phone_changed", actor=user, obj=user)


@transaction.atomic
def confirm_contacts(*, user):
    """Store the person's word that both contacts are right; due once a year."""
    ContactState.objects.update_or_create(user=user, defaults={"confirmed_at": timezone.now()})
    audit.record("contacts.confirmed", actor=user, obj=user)


@transaction.atomic
def ask_for_email(*, user, email, third_party, ip_address, user_agent):
    """Send a link to the new address and word to the old one; a wish before this one dies.

    An address that is somebody's login gets no letter, and nobody is told why (REQ-2.5).
    """
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    revoke_email_changes([user])
    now = timezone.now()
    change = EmailChange(
        user=user,
        email=User.objects.normalize_email(email),
        third_party=third_party,
        nonce=new_nonce(),
        created_at=now,
        expires_at=now + LIFETIME,
        ip_address=ip_address,
        user_agent=user_agent[:500],
    )
    change.token_hash = token_hash(email_token(change))
    if not _is_taken(change.email):
        change.letter = queue_letter(
            letters.CONFIRM_EMAIL, to=change.email, context={"change": str(change.pk)}, expires_at=change.expires_at
        )
    change.save(force_insert=True)
    queue_letter(letters.EMAIL_CHANGE_ASKED, to=user.email, context={})
    audit.record("contacts.email_asked", actor=user, obj=change, third_party=third_party)
    return change


@transaction.atomic
def cancel_email_change(*, user):
    """Take back the person's own wish for another address."""
    revoke_email_changes([user])
    audit.record("contacts.email_cancelled", actor=user, obj=user)


def revoke_email_changes(users):
    """Close the open wishes of ``users`` for another address, and hold back their letters; part of a bigger act.

    Returns how many there were.
    """
    still_open = EmailChange.objects.filter(user__in=users, confirmed_at=None, revoked_at=None)
    Email.objects.filter(pk__in=still_open.values("letter"), status__in=[STATUS.queued, STATUS.requeued]).update(
        expires_at=timezone.now()
    )
    return still_open.update(revoked_at=timezone.now())


def open_email_change(token):
    """Return the wish that ``token`` confirms. Raises EmailChangeClosed; changes nothing."""
    change = EmailChange.objects.filter(token_hash=token_hash(token)).select_related("user").first()
    if change is None or not change.is_open() or not may_enter(change.user) or _is_taken(change.email):
        raise EmailChangeClosed
    return change


@transaction.atomic
def confirm_email(*, token):
    """Make the address that answered the account's, its login too; links sent to the old one die.

    Of two calls at once with one token one succeeds; the other raises EmailChangeClosed.
    """
    links = EmailChange.objects.filter(token_hash=token_hash(token))
    user = User.objects.select_for_update(no_key=True).filter(pk__in=links.values("user")).first()
    list(links.select_for_update(no_key=True).values_list("pk"))
    change = open_email_change(token)
    old, user.email = user.email, change.email
    try:
        with transaction.atomic():
            user.save(update_fields=["email"])
    except IntegrityError as error:  # somebody took the address between the question and the answer
        raise EmailChangeClosed from error
    now = timezone.now()
    change.confirmed_at = now
    change.save(update_fields=["confirmed_at"])
    revoke_invitations(Invitation.objects.filter(mandate__user=user))
    ContactState.objects.update_or_create(
        user=user, defaults={"confirmed_at": now, "settled_at": now, "failed_at": None, "failure": ""}
    )
    queue_letter(letters.EMAIL_CHANGED, to=old, context={})
    audit.record("contacts.email_changed", actor=user, obj=change, third_party=change.third_party)
    return change


@transaction.atomic
def note_failure(*, user, failure, actor=None):
    """Flag the account for staff: letters do not reach its address (REQ-2.1.f). ``actor`` None is the system."""
    ContactState.objects.update_or_create(user=user, defaults={"failed_at": timezone.now(), "failure": failure})
    audit.record("contacts.failed", actor=actor, obj=user, failure=failure)


@transaction.atomic
def settle_failure(*, state, actor):
    """Take the flag away: staff have reached the person."""
    state = ContactState.objects.select_for_update(no_key=True, of=("self",)).get(pk=state.pk)
    state.failed_at, state.failure, state.settled_at = None, "", timezone.now()
    state.save()
    audit.record("contacts.settled", actor=actor, obj=state.user)


def note_undelivered_letters():
    """Flag the accounts whose address the mail server refused for good. Returns how many were flagged."""
    failed = Email.objects.filter(
        status=STATUS.failed,
        last_updated__gt=timezone.now() - LOOK_BACK,
        logs__exception_type="SMTPRecipientsRefused",
    ).distinct()
    flagged = 0
    for email in failed.only("to", "last_updated"):
        for user in User.objects.filter(email__in=email.to).select_related("contact_state"):
            state = getattr(user, "contact_state", None)
            known = state and max(filter(None, [state.failed_at, state.settled_at]), default=None)
            if known is None or known < email.last_updated:
                note_failure(user=user, failure="Почтовый сервер не принимает письма на этот адрес.")
                flagged += 1
    return flagged


def _is_taken(email):
    return User.objects.filter(email=email).exists()
