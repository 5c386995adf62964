"""From a paper application to an account: received, checked, invited or refused (REQ-1.2, REQ-1.3.a)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from cms.audit import domain as audit
from cms.users.models import User
from lk_addon.accounts import checks, letters
from lk_addon.accounts.domain.invitations import issue_invitation
from lk_addon.accounts.heads import heads
from lk_addon.accounts.models import AccessApplication, Basis, Mandate
from lk_addon.cabinet.letters import queue_letter
from lk_addon.registry.models import Member

State = AccessApplication.State


@transaction.atomic
def register_application(*, application, actor):
    """Store a new application or a correction of one not yet decided.

    Raises ValidationError for a member who is excluded and for an application already decided.
    """
    if application.state != State.RECEIVED:
        raise ValidationError("Заявление уже проверено или по нему принято решение.", code="decided")
    if not application.member.is_acting():
        raise ValidationError(
            "Доступ получают только действующие члены СРО, а эта организация исключена.", code="excluded"
        )
    action = "application.changed" if application.pk else "application.received"
    application.full_clean()
    application.save()
    audit.record(
        action,
        actor=actor,
        obj=application,
        number=application.number,
        member=application.member.registration_number,
    )
    return application


@transaction.atomic
def check_application(*, application, note, actor):
    """Note that somebody compared the application with the register, and what the system found.

    Raises ValidationError while a finding refuses, or when one warns and ``note`` does not say why it is in order.
    """
    application = _locked(application, State.RECEIVED)
    found = checks.findings(application)
    _demand_none(checks.refusals(found))
    if checks.warnings(found) and not note:
        raise ValidationError("Есть замечания: напишите, почему доступ всё же можно дать.", code="note")
    application.state = State.CHECKED
    application.checks = [finding.as_data() for finding in found]
    application.check_note = note
    application.checked_at = timezone.now()
    application.checked_by = actor
    application.save()
    audit.record(
        "application.checked",
        actor=actor,
        obj=application,
        number=application.number,
        warnings=[finding.name for finding in checks.warnings(found)],
    )
    return application


@transaction.atomic
def reopen_application(*, application, actor):
    """Send a checked application back to be corrected; what was found at the check stands in it until the next."""
    application = _locked(application, State.CHECKED)
    application.state = State.RECEIVED
    application.save()
    audit.record("application.reopened", actor=actor, obj=application, number=application.number)
    return application


@audit.act()
def invite(*, application, actor):
    """Make the account and mandate of the application's representative and send the invitation.

    Somebody who already has a password keeps it and is told of the new organisation.
    Raises ValidationError when the application was not checked, or when it would not
    pass today: the member is excluded, the authority over or not begun, the address
    that of staff or of somebody who has access already. Returns the mandate.
    """
    application = _locked(application, State.CHECKED)
    # Locked before looking: of two applications at once for one person the second sees the first one's mandate.
    Member.objects.select_for_update(no_key=True).get(pk=application.member_id)
    _demand_none(checks.refusals(checks.findings(application)))
    if application.valid_from > timezone.localdate():
        raise ValidationError("Полномочия представителя ещё не действуют.", code="term")
    user = _representative(application)
    mandate = _grant(user, application)
    _decide(application, State.INVITED, actor)
    audit.record(
        "application.invited", actor=actor, obj=application, number=application.number, login=mandate.login_label
    )
    if user.has_usable_password():
        queue_letter(letters.ACCESS_ADDED, to=user.email, context={"mandate": mandate.pk})
    else:
        issue_invitation(mandate=mandate, actor=actor)
    return mandate


@transaction.atomic
def refuse(*, application, reason, actor):
    """Refuse access for ``reason``. Raises ValidationError when the application is decided already."""
    application = _locked(application, State.RECEIVED, State.CHECKED)
    application.refusal_reason = reason
    _decide(application, State.REFUSED, actor)
    audit.record("application.refused", actor=actor, obj=application, number=application.number)
    return application


def _locked(application, *states):
    """Return the row, locked, when it is in one of ``states``. Raises ValidationError otherwise."""
    application = (
        AccessApplication.objects.select_for_update(no_key=True, of=("self",))
        .select_related("member")
        .get(pk=application.pk)
    )
    if application.state in states:
        return application
    if application.state == State.RECEIVED:
        raise ValidationError("Заявление ещё не проверено.", code="unchecked")
    raise ValidationError(
        "Заявление уже проверено." if application.state == State.CHECKED else "По заявлению уже принято решение.",
        code="decided",
    )


def _demand_none(refusals):
    if refusals:
        raise ValidationError([ValidationError(finding.text, code="refusal") for finding in refusals])


def _decide(application, state, actor):
    application.state = state
    application.decided_at = timezone.now()
    application.decided_by = actor
    application.save()


def _representative(application):
    user = User.objects.filter(email__iexact=application.email).first()
    return user or User.objects.create_user(
        application.email,
        last_name=application.last_name,
        first_name=application.first_name,
        patronymic=application.patronymic,
        phone=application.phone,
    )


def _grant(user, application):
    last = Mandate.objects.filter(member=application.member).aggregate(last=Max("label_number"))["last"] or 0
    return Mandate.objects.create(
        user=user,
        member=application.member,
        application=application,
        label_number=last + 1,
        basis=application.basis,
        basis_number=application.basis_number,
        basis_date=application.basis_date,
        valid_from=application.valid_from,
        valid_to=application.valid_to,
        permissions=application.permissions,
        head_confirmed_at=_head_confirmed_at(user, application),
    )


def _head_confirmed_at(user, application):
    """Whoever checked has explained why somebody may act as head whom the register does not name (see ``checks``)."""
    if application.basis != Basis.HEAD or heads(user.get_full_name(), application.member):
        return None
    return timezone.now()
