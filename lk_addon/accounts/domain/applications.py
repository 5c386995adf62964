"""From a paper application to an account (REQ-1.2, REQ-1.3.a)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from cms.audit import domain as audit
from cms.users.models import User
from lk_addon.accounts import letters
from lk_addon.accounts.domain.invitations import issue_invitation
from lk_addon.accounts.models import AccessApplication, Mandate
from lk_addon.cabinet.letters import queue_letter
from lk_addon.registry.models import Member


@transaction.atomic
def register_application(*, application, actor):
    """Store a new application or a correction of one not yet decided.

    Raises ValidationError for a member who is excluded and for an application already decided.
    """
    if application.state != AccessApplication.State.RECEIVED:
        raise ValidationError("По заявлению уже принято решение.", code="decided")
    _demand_acting(application.member)
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
def invite(*, application, actor):
    """Make the account and mandate of the application's representative and send the invitation.

    Somebody who already has a password keeps it and is told of the new organisation.
    Raises ValidationError when the member is excluded, the application decided, the
    authority not in force today, or the address belongs to staff. Returns the mandate.
    """
    application = _undecided(application)
    _demand_acting(application.member)
    today = timezone.localdate()
    if application.valid_from > today or (application.valid_to and application.valid_to < today):
        raise ValidationError("Полномочия представителя сегодня не действуют.", code="term")
    user = _representative(application)
    mandate = _grant(user, application)
    _decide(application, AccessApplication.State.INVITED, actor)
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
    application = _undecided(application)
    application.refusal_reason = reason
    _decide(application, AccessApplication.State.REFUSED, actor)
    audit.record("application.refused", actor=actor, obj=application, number=application.number)
    return application


def _undecided(application):
    application = AccessApplication.objects.select_for_update().get(pk=application.pk)
    if application.state != AccessApplication.State.RECEIVED:
        raise ValidationError("По заявлению уже принято решение.", code="decided")
    return application


def _demand_acting(member):
    if not member.is_acting():
        raise ValidationError(
            "Доступ получают только действующие члены СРО, а эта организация исключена.", code="excluded"
        )


def _decide(application, state, actor):
    application.state = state
    application.decided_at = timezone.now()
    application.decided_by = actor
    application.save()


def _representative(application):
    user = User.objects.filter(email__iexact=application.email).first()
    if user is None:
        return User.objects.create_user(
            application.email,
            last_name=application.last_name,
            first_name=application.first_name,
            patronymic=application.patronymic,
            phone=application.phone,
        )
    if user.is_staff:
        raise ValidationError("Этот адрес принадлежит сотруднику СРО.", code="staff")
    return user


def _grant(user, application):
    member = Member.objects.select_for_update().get(pk=application.member_id)
    if Mandate.objects.filter(user=user, member=member, revoked_at=None).exists():
        raise ValidationError(
            "У этого представителя уже есть доступ. Если он потерял пароль, выдайте ссылку заново.", code="exists"
        )
    last = Mandate.objects.filter(member=member).aggregate(last=Max("label_number"))["last"] or 0
    return Mandate.objects.create(
        user=user,
        member=member,
        application=application,
        label_number=last + 1,
        basis=application.basis,
        basis_number=application.basis_number,
        basis_date=application.basis_date,
        valid_from=application.valid_from,
        valid_to=application.valid_to,
    )
