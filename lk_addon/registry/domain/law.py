"""Numbers of law: rows with a term and a ground; new ones end those before them on the eve (REQ-7.3)."""

from datetime import timedelta

from django.db import transaction

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


def _end_earlier(row, **same):
    earlier = type(row).objects.select_for_update().filter(valid_to=None, valid_from__lt=row.valid_from, **same)
    earlier.exclude(pk=row.pk).update(valid_to=row.valid_from - DAY)


def _validity(row):
    return {"valid_from": row.valid_from, "valid_to": row.valid_to, "ground": row.ground}
