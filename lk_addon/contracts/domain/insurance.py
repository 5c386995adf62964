"""Keeping the insurance of members."""

from django.db import transaction

from cms.audit import domain as audit


@transaction.atomic
def save_insurance(*, insurance, actor, changed, ground=""):
    """Store a new or corrected policy; ``changed`` names the fields that differ, ``ground`` the member's letter.

    Raises ValidationError.
    """
    action = "insurance.changed" if insurance.pk else "insurance.registered"
    insurance.full_clean()
    insurance.save()
    audit.record(
        action,
        actor=actor,
        obj=insurance,
        member=insurance.member.registration_number,
        policy=insurance.policy_no,
        until=insurance.end,
        changed=sorted(changed),
        **({"ground": ground} if ground else {}),
    )
    return insurance
