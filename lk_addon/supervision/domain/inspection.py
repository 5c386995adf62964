"""The way of an inspection: each function is one step of it (domain rules of 315-ФЗ ст. 9).

planned → notified → documents_requested → in_progress → act_issued, and then
without violations → closed_ok; with violations → remediation → recheck → closed_ok,
or → discipline → closed. Until the act it may be cancelled, until its start postponed.
Steps about documents stand in ``domain.documents``, those after the act in ``domain.outcome``.
A step that does not follow from the state raises ValidationError in Russian and changes nothing.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cms.audit import domain as audit
from lk_addon.registry.models import Member
from lk_addon.supervision.models import Inspection, InspectionStep, Violation
from lk_addon.supervision.queries import terms_on

State = Inspection.State


def locked(inspection, *states):
    """Return the row locked, as it is now. Raises ValidationError unless it is in one of ``states``."""
    inspection = (
        Inspection.objects.select_for_update(no_key=True, of=("self",)).select_related("member").get(pk=inspection.pk)
    )
    if inspection.state not in states:
        names = " или ".join(f"«{state.label}»" for state in states)
        raise ValidationError(
            f"Проверка сейчас в состоянии «{inspection.get_state_display()}», а это действие возможно "
            f"только из состояния {names}.",
            code="state",
        )
    return inspection


def enter(inspection, state, *, action, actor, comment="", **data):
    """Store ``inspection`` in ``state`` with its step and its entry in the journal."""
    inspection.state = state
    inspection.full_clean()
    inspection.save()
    InspectionStep.objects.create(inspection=inspection, state=state, actor=actor, comment=comment)
    audit.record(
        action,
        actor=actor,
        obj=inspection,
        number=inspection.number,
        member=inspection.member.registration_number,
        **data,
    )
    return inspection


def next_number(year):
    """Return a number for a new inspection of that year; numbers given by hand are stepped over."""
    taken = set(Inspection.objects.filter(number__startswith=f"{year}-").values_list("number", flat=True))
    place = len(taken) + 1
    while f"{year}-{place:03}" in taken:
        place += 1
    return f"{year}-{place:03}"


@transaction.atomic
def save_inspection(*, inspection, actor, changed=()):
    """Store a new inspection, or a correction of one that nobody was told of yet; ``changed`` names the fields.

    Raises ValidationError when it is under way already, when the member is not a member, and when it would be
    one planned inspection too many for the year.
    """
    # Two plans of one member wait in turn.
    member = Member.objects.select_for_update(no_key=True).get(pk=inspection.member_id)
    if inspection.pk and Inspection.objects.get(pk=inspection.pk).state not in (State.PLANNED, State.POSTPONED):
        raise ValidationError("О проверке уже уведомили: её сроки и предмет меняются только действиями.", code="state")
    if not member.is_acting():
        raise ValidationError("Проверяют только действующих членов, а эта организация исключена.", code="excluded")
    if inspection.kind == Inspection.Kind.PLANNED:
        _demand_not_too_often(inspection)
    is_new = inspection.pk is None
    inspection.number = inspection.number or next_number(inspection.start.year)
    inspection.full_clean()
    inspection.save()
    if is_new:
        InspectionStep.objects.create(inspection=inspection, state=inspection.state, actor=actor)
    audit.record(
        "inspection.planned" if is_new else "inspection.changed",
        actor=actor,
        obj=inspection,
        number=inspection.number,
        member=inspection.member.registration_number,
        changed=sorted(changed),
    )
    return inspection


def _demand_not_too_often(inspection):
    most = terms_on(inspection.start).at_most_per_year
    planned = Inspection.objects.filter(
        member=inspection.member, kind=Inspection.Kind.PLANNED, start__year=inspection.start.year
    ).exclude(state=State.CANCELLED)
    if planned.exclude(pk=inspection.pk).count() >= most:
        raise ValidationError(
            f"Плановых проверок у члена за год может быть не больше, чем {most}: за {inspection.start.year}\u00a0год "
            "проверка уже есть.",
            code="often",
        )


@transaction.atomic
def notify(*, inspection, basis_no, basis_date, actor):
    """Tell the member of the inspection by decision ``basis_no`` of ``basis_date``: it sees it from now on."""
    inspection = locked(inspection, State.PLANNED)
    if basis_date > inspection.start:
        raise ValidationError("Решение о проверке принимают до её начала.", code="basis")
    inspection.basis_no, inspection.basis_date = basis_no, basis_date
    inspection.notified_at = timezone.now()
    return enter(inspection, State.NOTIFIED, action="inspection.notified", actor=actor)


@transaction.atomic
def start(*, inspection, actor):
    """Begin to inspect; not before the day that the member was told."""
    inspection = locked(inspection, State.NOTIFIED, State.DOCUMENTS_REQUESTED)
    if inspection.start > timezone.localdate():
        raise ValidationError(f"Проверка начинается {inspection.start:%d.%m.%Y}.", code="early")
    return enter(inspection, State.IN_PROGRESS, action="inspection.started", actor=actor)


@transaction.atomic
def issue_act(*, inspection, act_no, act_date, act_file, result, violations, actor):
    """Draw up the act. ``violations`` are pairs of norm and text: some for «выявлены нарушения», none otherwise."""
    inspection = locked(inspection, State.IN_PROGRESS)
    if act_date < inspection.start or act_date > timezone.localdate():
        raise ValidationError("Акт составляют не раньше начала проверки и не будущим числом.", code="date")
    if (result == Inspection.Result.VIOLATIONS) != bool(violations):
        raise ValidationError("Нарушения перечисляют тогда и только тогда, когда они выявлены.", code="violations")
    inspection.act_no, inspection.act_date, inspection.act_file = act_no, act_date, act_file
    inspection.result = result
    enter(inspection, State.ACT_ISSUED, action="inspection.act_issued", actor=actor, act=act_no, result=result)
    for norm, text in violations:
        violation = Violation(inspection=inspection, norm=norm, text=text)
        violation.full_clean()
        violation.save()
    return inspection


@transaction.atomic
def close(*, inspection, actor):
    """End an inspection: without violations, with all of them cured, or with its measure taken."""
    inspection = locked(inspection, State.ACT_ISSUED, State.RECHECK, State.DISCIPLINE)
    if inspection.state == State.ACT_ISSUED and inspection.result == Inspection.Result.VIOLATIONS:
        raise ValidationError("Выявлены нарушения: назначьте срок их устранения или меру воздействия.", code="result")
    if inspection.state == State.RECHECK and inspection.violations.filter(cured_at=None).exists():
        raise ValidationError("Не все нарушения устранены.", code="cured")
    inspection.closed_at = timezone.localdate()
    end = State.CLOSED if inspection.state == State.DISCIPLINE else State.CLOSED_OK
    return enter(inspection, end, action="inspection.closed", actor=actor, result=inspection.result)


@transaction.atomic
def cancel(*, inspection, reason, actor):
    """Give an inspection up before its act, for a reason that the member reads."""
    inspection = locked(inspection, *Inspection.BEFORE_ACT, State.POSTPONED)
    inspection.closed_at = timezone.localdate()
    return enter(inspection, State.CANCELLED, action="inspection.cancelled", actor=actor, comment=reason, reason=reason)


@transaction.atomic
def postpone(*, inspection, reason, actor):
    """Put an inspection off before it began, to a day not yet known."""
    inspection = locked(inspection, State.PLANNED, State.NOTIFIED, State.DOCUMENTS_REQUESTED)
    inspection.documents_due = None
    return enter(inspection, State.POSTPONED, action="inspection.postponed", actor=actor, comment=reason, reason=reason)


@transaction.atomic
def reschedule(*, inspection, start, end, actor):
    """Give a postponed inspection its new days; the member is told anew."""
    inspection = locked(inspection, State.POSTPONED)
    inspection.start, inspection.end = start, end
    if inspection.kind == Inspection.Kind.PLANNED:
        _demand_not_too_often(inspection)
    comment = f"{start:%d.%m.%Y} — {end:%d.%m.%Y}"
    return enter(inspection, State.PLANNED, action="inspection.rescheduled", actor=actor, comment=comment)
