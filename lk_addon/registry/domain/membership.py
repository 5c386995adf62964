"""Changes of the register."""

from django.core.exceptions import ValidationError
from django.db import transaction

from cms.audit import domain as audit
from lk_addon.registry.models import Member
from lk_addon.registry.signals import member_excluded


@transaction.atomic
def save_entry(*, member, actor, changed):
    """Store a new or corrected entry with its heads; ``changed`` names the fields that differ.

    Raises ValidationError where the entry is not well formed.
    """
    action = "member.changed" if member.pk else "member.registered"
    member.full_clean()
    member.save()
    audit.record(action, actor=actor, obj=member, number=member.registration_number, changed=sorted(changed))
    return member


@transaction.atomic
def exclude_member(*, member, terminated_at, ground, document, actor):
    """End the membership on ``terminated_at`` (REQ-1.4, регламент п. 1.4; ГрК ст. 55.7).

    A date that has come closes the cabinet on the next request; a date to come
    closes it on that day by itself. ``document`` names the decision.
    Raises ValidationError for a member already excluded or a date before admission.
    """
    member = Member.objects.select_for_update().get(pk=member.pk)
    if not member.is_acting():
        raise ValidationError("Членство уже прекращено.", code="excluded")
    if terminated_at < member.registered_at:
        raise ValidationError("Членство не может прекратиться раньше, чем началось.", code="date")
    member.terminated_at = terminated_at
    member.termination_ground = ground
    member.termination_document = document
    member.full_clean()
    member.save()
    audit.record(
        "member.excluded",
        actor=actor,
        obj=member,
        number=member.registration_number,
        terminated_at=terminated_at,
        ground=ground,
        document=document,
    )
    member_excluded.send(sender=Member, member=member, actor=actor)
    return member
