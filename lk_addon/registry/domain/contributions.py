"""Contributions to the compensation funds (ГрК ст. 55.16)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cms.audit import domain as audit
from lk_addon.registry.models import FundContribution, Member
from lk_addon.registry.signals import contribution_changed


@transaction.atomic
def record_contribution(*, member, fund, kind, paid_on, amount, document, actor, external_id=""):
    """Note that ``amount`` rubles came into the fund on ``paid_on``.

    ``external_id`` names the row in another system, which brings it only once.
    Raises ValidationError for a day to come, a sum that is not more than nothing, or a row brought already.
    """
    member = Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    if paid_on > timezone.localdate():
        raise ValidationError({"paid_on": "Взнос не может быть внесён в будущем."})
    contribution = FundContribution(
        member=member,
        fund=fund,
        kind=kind,
        paid_on=paid_on,
        amount=amount,
        document=document,
        external_id=external_id,
        recorded_by=actor,
    )
    contribution.full_clean()
    contribution.save()
    _tell("contribution.recorded", contribution, actor)
    return contribution


@transaction.atomic
def annul_contribution(*, contribution, reason, actor):
    """Strike out a contribution that was entered by mistake; the row stays, and counts no more.

    Raises ValidationError where it is annulled already.
    """
    contribution = (
        FundContribution.objects.select_for_update(no_key=True).select_related("member").get(pk=contribution.pk)
    )
    if contribution.annulled_at:
        raise ValidationError("Взнос уже аннулирован.", code="annulled")
    contribution.annulled_at, contribution.annulment_reason = timezone.now(), reason
    contribution.full_clean()
    contribution.save()
    _tell("contribution.annulled", contribution, actor, reason=reason)
    return contribution


def _tell(action, contribution, actor, **data):
    audit.record(
        action,
        actor=actor,
        obj=contribution.member,
        number=contribution.member.registration_number,
        fund=contribution.fund,
        amount=contribution.amount,
        paid_on=contribution.paid_on,
        document=contribution.document,
        **data,
    )
    contribution_changed.send(sender=FundContribution, contribution=contribution, actor=actor)
