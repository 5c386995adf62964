"""Kinds and sizes of fees."""

from django.db import transaction

from cms.audit import domain as audit


@transaction.atomic
def save_kind(*, kind, actor, changed):
    """Store a new or corrected kind of fee; ``changed`` names the fields that differ. Raises ValidationError."""
    kind.full_clean()
    kind.save()
    audit.record("fee.kind_saved", actor=actor, obj=kind, kind=kind.code, changed=sorted(changed))
    return kind


@transaction.atomic
def save_rate(*, rate, actor, changed):
    """Store a new or corrected size of a fee with its ground (REQ-7.3). Raises ValidationError."""
    rate.full_clean()
    rate.save()
    audit.record(
        "fee.rate_saved",
        actor=actor,
        obj=rate,
        kind=rate.kind.code,
        amount=rate.amount,
        ground=rate.ground,
        changed=sorted(changed),
    )
    return rate
