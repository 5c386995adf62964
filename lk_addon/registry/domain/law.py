"""Numbers of law: rows with a term and a ground; new ones end those before them on the eve (REQ-7.3)."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cms.audit import domain as audit

DAY = timedelta(days=1)


@transaction.atomic
def save_level_terms(*, row, actor):
    """Store what the law says of a level. Raises ValidationError where other conditions have the same days."""
    _end_earlier(row, fund=row.fund, number=row.number)
    row.full_clean()
    row.save()
    audit.record(
        "level.terms_saved",
        actor=actor,
        obj=row,
        fund=row.fund,
        level=row.number,
        limit_rub=row.limit_rub,
        min_contribution_rub=row.min_contribution_rub,
        **_validity(row),
    )
    return row


@transaction.atomic
def save_legal_term(*, row, actor):
    """Store how many working days the law gives. Raises ValidationError where the row is not well formed."""
    _end_earlier(row, code=row.code)
    row.full_clean()
    row.save()
    audit.record("term.saved", actor=actor, obj=row, term=row.code, working_days=row.working_days, **_validity(row))
    return row


@transaction.atomic
def supersede(*, row, actor, action):
    """Store a row of numbers that hold from ``valid_from`` until the next row, and journal old and new values.

    For rows of the apps above, whose ``valid_from`` is unique. Raises ValidationError for a row that is in force
    or was: past deadlines were counted by it, so that a new row with its day and ground takes its place.
    """
    stored = row.pk and type(row).objects.select_for_update(no_key=True).get(pk=row.pk)
    if stored and not may_be_corrected(stored):
        raise ValidationError(
            "Строка уже действует: по ней считались сроки. Добавьте новую с днём, с которого она действует.",
            code="in_force",
        )
    row.full_clean()
    before = stored or type(row).objects.filter(valid_from__lt=row.valid_from).order_by("-valid_from").first()
    row.save()
    audit.record(
        action, actor=actor, obj=row, valid_from=row.valid_from, ground=row.ground, values=_values(before, row)
    )
    return row


def may_be_corrected(row):
    """Whether the numbers of ``row`` hold only from a day to come."""
    return row.valid_from > timezone.localdate()


def _values(before, row):
    numbers = [field for field in row._meta.concrete_fields if field.name not in ("id", "valid_from", "ground")]
    return [
        f"{field.verbose_name}: {_said(before, field)}{field.value_to_string(row)}"
        for field in numbers
        if before is None or getattr(before, field.name) != getattr(row, field.name)
    ]


def _said(before, field):
    return "" if before is None else f"{field.value_to_string(before)} → "


def _end_earlier(row, **same):
    earlier = (
        type(row).objects.select_for_update(no_key=True).filter(valid_to=None, valid_from__lt=row.valid_from, **same)
    )
    earlier.exclude(pk=row.pk).update(valid_to=row.valid_from - DAY)


def _validity(row):
    return {"valid_from": row.valid_from, "valid_to": row.valid_to, "ground": row.ground}
