"""Plans of inspections and the terms of control (315-ФЗ ст. 9, REQ-L.6)."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cms.audit import domain as audit
from cms.core import pagecache
from cms.workdays.periods import years_later
from cms.workdays.queries import add_workdays, next_workday
from lk_addon.registry.domain.law import supersede
from lk_addon.supervision.domain.inspection import next_number
from lk_addon.supervision.models import Inspection, InspectionPlan, InspectionStep
from lk_addon.supervision.queries import planned_in, terms_on


@transaction.atomic
def save_plan(*, plan, actor):
    """Store a new plan or a correction of its approval."""
    plan.full_clean()
    plan.save()
    audit.record("plan.saved", actor=actor, obj=plan, year=plan.year)
    return plan


@transaction.atomic
def publish_plan(*, plan, actor):
    """Let members and the public register see the rows of the plan. Raises ValidationError for an empty one."""
    plan = InspectionPlan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    if plan.published_at:
        raise ValidationError("План уже опубликован.", code="published")
    if not plan.approved_by:
        raise ValidationError("Сначала укажите, кем и когда план утверждён.", code="approval")
    if not plan.inspections.exists():
        raise ValidationError("В плане нет ни одной проверки.", code="empty")
    plan.published_at = timezone.now()
    plan.save(update_fields=["published_at"])
    audit.record("plan.published", actor=actor, obj=plan, year=plan.year, count=plan.inspections.count())
    return plan


@transaction.atomic
def fill_plan(*, plan, members, first, last, duration, form, subjects, actor):
    """Put a planned inspection of each of ``members`` into ``plan``, spread evenly over ``first`` … ``last``.

    ``members`` come from ``queries.members_for_plan`` and carry ``last_planned``: nobody is put
    later than the last lawful day where that day is still ahead. ``duration`` is in working days.
    Returns the inspections. Raises ValidationError for days outside the plan's year, for nobody, and for
    members who have a planned inspection in that year.
    """
    plan = InspectionPlan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    if not members:
        raise ValidationError("Выберите хотя бы одного члена.", code="empty")
    if first > last or {first.year, last.year} != {plan.year}:
        raise ValidationError(f"Дни должны быть в {plan.year}\u00a0году и идти по порядку.", code="days")
    if planned_in(plan.year).filter(member__in=members).exists():
        raise ValidationError(
            "У кого-то из выбранных проверка в этом году уже есть: откройте список заново.", code="often"
        )
    terms = terms_on(first)
    made = []
    for place, member in enumerate(members):
        slot = first + timedelta(days=(last - first).days * place // max(len(members) - 1, 1))
        start = _lawful_day(slot, member, first, terms)
        made.append(
            Inspection(plan=plan, member=member, form=form, start=start, end=add_workdays(start, max(duration - 1, 0)))
        )
    _number(made, plan.year)
    Inspection.objects.bulk_create(made, batch_size=500)
    InspectionStep.objects.bulk_create(
        [InspectionStep(inspection=one, state=one.state, actor=actor) for one in made], batch_size=500
    )
    through = Inspection.subjects.through
    through.objects.bulk_create(
        [through(inspection=one, inspectionsubject=subject) for one in made for subject in subjects], batch_size=1000
    )
    if plan.published_at:
        pagecache.clear()  # rows made in bulk send no signals
    audit.record(
        "plan.filled", actor=actor, obj=plan, year=plan.year, count=len(made), numbers=[one.number for one in made]
    )
    return made


def _lawful_day(slot, member, first, terms):
    deadline = years_later(member.last_planned, terms.at_least_every_years)
    day = min(slot, deadline) if deadline >= first else slot
    start = next_workday(day)
    return start if start.year == day.year else day


def _number(inspections, year):
    number = next_number(year)
    place = int(number.rpartition("-")[2])
    taken = set(Inspection.objects.filter(number__startswith=f"{year}-").values_list("number", flat=True))
    for inspection in inspections:
        while f"{year}-{place:03}" in taken:
            place += 1
        inspection.number = f"{year}-{place:03}"
        place += 1


def save_terms(*, terms, actor):
    """Store a set of terms; one in force is superseded by the next, not corrected. Raises ValidationError."""
    return supersede(row=terms, actor=actor, action="control_terms.saved")


@transaction.atomic
def save_subject(*, subject, actor):
    """Store what may be inspected."""
    subject.full_clean()
    subject.save()
    audit.record("inspection_subject.saved", actor=actor, obj=subject)
    return subject
