"""What follows the act of an inspection: terms for violations, disciplinary measures (315-ФЗ ст. 10)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cms.audit import domain as audit
from cms.workdays.queries import add_workdays
from lk_addon.supervision.domain.inspection import enter, locked
from lk_addon.supervision.models import DisciplinaryAction, Inspection, Violation
from lk_addon.supervision.queries import terms_on

State = Inspection.State
CURING = (State.REMEDIATION, State.RECHECK)


@transaction.atomic
def demand_remediation(*, inspection, cure_by, actor):
    """Give the member until ``cure_by`` to cure the violations of the act."""
    inspection = locked(inspection, State.ACT_ISSUED)
    if inspection.result != Inspection.Result.VIOLATIONS:
        raise ValidationError("Устранять нечего: акт не называет нарушений.", code="result")
    if cure_by <= inspection.act_date:
        raise ValidationError("Срок устранения должен быть позже акта.", code="date")
    inspection.violations.update(cure_by=cure_by)
    return enter(inspection, State.REMEDIATION, action="inspection.remediation", actor=actor, cure_by=cure_by)


@transaction.atomic
def cure_violation(*, violation, cured_at, evidence, actor):
    """Note that a violation is cured since ``cured_at`` and what proves it."""
    violation = (
        Violation.objects.select_for_update(no_key=True, of=("self",)).select_related("inspection").get(pk=violation.pk)
    )
    inspection = locked(violation.inspection, *CURING)
    if violation.cured_at:
        raise ValidationError("Нарушение уже устранено.", code="cured")
    if cured_at > timezone.localdate() or cured_at < inspection.act_date:
        raise ValidationError("Дата устранения — от дня акта до сегодняшнего.", code="date")
    violation.cured_at, violation.evidence = cured_at, evidence
    violation.full_clean()
    violation.save()
    audit.record("inspection.violation_cured", actor=actor, obj=violation, inspection=inspection.number)
    return violation


@transaction.atomic
def recheck(*, inspection, actor):
    """Begin to check whether the violations are cured."""
    inspection = locked(inspection, State.REMEDIATION)
    return enter(inspection, State.RECHECK, action="inspection.recheck", actor=actor)


@transaction.atomic
def discipline(*, inspection, measure, actor):
    """Take the unsaved ``measure`` for violations of the act or for such as were not cured."""
    inspection = locked(inspection, State.ACT_ISSUED, State.RECHECK)
    if inspection.result != Inspection.Result.VIOLATIONS:
        raise ValidationError("Мера воздействия требует нарушений, а акт их не называет.", code="result")
    if inspection.state == State.RECHECK and not inspection.violations.filter(cured_at=None).exists():
        raise ValidationError("Все нарушения устранены: завершите проверку.", code="cured")
    if measure.date < inspection.act_date:
        raise ValidationError("Решение принимают не раньше акта.", code="date")
    measure.inspection, measure.member = inspection, inspection.member
    save_measure(measure)
    return enter(
        inspection,
        State.DISCIPLINE,
        action="inspection.discipline",
        actor=actor,
        kind=measure.kind,
        document=measure.protocol_no,
    )


def save_measure(measure):
    """Store a new measure with the day by which the member must have a copy of the decision."""
    measure.copy_due = add_workdays(measure.date, terms_on(measure.date).decision_copy_days)
    measure.full_clean()
    measure.save()


@transaction.atomic
def end_measure(*, measure, status, ended_at, actor):
    """Lift a measure or note that it was carried out (``status``)."""
    measure = (
        DisciplinaryAction.objects.select_for_update(no_key=True, of=("self",))
        .select_related("member")
        .get(pk=measure.pk)
    )
    if measure.status != DisciplinaryAction.Status.IN_FORCE:
        raise ValidationError("Мера уже снята или исполнена.", code="ended")
    if ended_at < measure.date or ended_at > timezone.localdate():
        raise ValidationError("Дата — от дня решения до сегодняшнего.", code="date")
    measure.status, measure.ended_at = status, ended_at
    measure.full_clean()
    measure.save()
    lifted = status == DisciplinaryAction.Status.LIFTED
    audit.record(
        "measure.lifted" if lifted else "measure.fulfilled",
        actor=actor,
        obj=measure,
        member=measure.member.registration_number,
    )
    return measure
