"""Invitations: issued, superseded, used once."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from post_office.models import STATUS, Email

from cms.audit import domain as audit
from cms.users.models import User
from lk_addon.accounts import letters
from lk_addon.accounts.domain.proofs import store_consents
from lk_addon.accounts.models import Invitation
from lk_addon.accounts.rules import may_enter
from lk_addon.accounts.signals import ways_closed
from lk_addon.accounts.tokens import activation_token, new_nonce, token_hash
from lk_addon.cabinet.letters import queue_letter

LIFETIME = timedelta(hours=72)


class InvitationClosed(Exception):  # noqa: N818 - says what is the matter with it
    """The link opens nothing: unknown, used, expired, superseded, or its person may not enter."""


@transaction.atomic
def issue_invitation(*, mandate, actor):
    """Send a fresh link to the mandate's representative; links sent to them before die."""
    revoke_invitations(Invitation.objects.filter(mandate__user=mandate.user))
    now = timezone.now()
    invitation = Invitation(
        mandate=mandate,
        nonce=new_nonce(),
        email=mandate.user.email,
        created_at=now,
        created_by=actor,
        expires_at=now + LIFETIME,
    )
    invitation.token_hash = token_hash(activation_token(invitation))
    invitation.letter = queue_letter(
        letters.INVITATION,
        to=invitation.email,
        context={"invitation": str(invitation.pk)},
        expires_at=invitation.expires_at,
    )
    invitation.save(force_insert=True)
    audit.record("invitation.issued", actor=actor, obj=invitation, login=mandate.login_label)
    return invitation


@audit.act()
def replace_credentials(*, mandate, actor):
    """After a person lost login or password and was identified: the old password dies, a new link is sent.

    REQ-2.5, регламент п. 2.5: there is no other way back in.
    """
    user = User.objects.select_for_update(no_key=True).get(pk=mandate.user_id)
    user.set_unusable_password()
    user.session_generation += 1
    user.save(update_fields=["password", "session_generation"])
    ways_closed.send(sender=User, mandates=user.mandates.all())
    audit.record("credentials.replaced", actor=actor, obj=mandate, login=mandate.login_label)
    return issue_invitation(mandate=mandate, actor=actor)


def revoke_invitations(invitations):
    """Close those of ``invitations`` that are open, and hold back their letters that have not left."""
    now = timezone.now()
    still_open = invitations.filter(used_at=None, revoked_at=None)
    Email.objects.filter(pk__in=still_open.values("letter"), status__in=[STATUS.queued, STATUS.requeued]).update(
        expires_at=now
    )
    still_open.update(revoked_at=now)


def open_invitation(token):
    """Return the invitation that ``token`` opens. Raises InvitationClosed; changes nothing."""
    invitation = (
        Invitation.objects.filter(token_hash=token_hash(token))
        .select_related("mandate__user", "mandate__member")
        .first()
    )
    if (
        invitation is None
        or not invitation.is_open()
        or not may_enter(invitation.mandate.user, invitation.mandate.member)
    ):
        raise InvitationClosed
    return invitation


@transaction.atomic
def accept_invitation(*, token, password, consents, ip_address, user_agent):
    """Set the password that the person chose and store what they agreed to (REQ-2.1, 2.1.d, 2.3.a).

    ``consents`` is a list of (kind, edition or None). Nobody is signed in by this.
    Of two calls at once with one token one succeeds; the other raises InvitationClosed.
    """
    links = Invitation.objects.filter(token_hash=token_hash(token))
    user = User.objects.select_for_update(no_key=True).filter(pk__in=links.values("mandate__user")).first()
    list(links.select_for_update(no_key=True).values_list("pk"))
    invitation = open_invitation(token)
    user.set_password(password)
    user.session_generation += 1
    user.save(update_fields=["password", "session_generation"])
    invitation.used_at = timezone.now()
    invitation.save(update_fields=["used_at"])
    store_consents(user=user, consents=consents, ip_address=ip_address, user_agent=user_agent)
    audit.record(
        "invitation.accepted",
        actor=user,
        obj=invitation,
        login=invitation.mandate.login_label,
        consents=[{"kind": kind, "edition": edition.pk if edition else None} for kind, edition in consents],
    )
    return invitation
