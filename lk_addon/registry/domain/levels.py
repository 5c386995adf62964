"""Which level of responsibility a member has in a fund (ГрК ст. 55.16)."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from cms.audit import domain as audit
from lk_addon.registry.models import Fund, Member, MemberLevel, ResponsibilityLevel
from lk_addon.registry.queries import contributed
from lk_addon.registry.signals import level_changed

DAY = timedelta(days=1)


@transaction.atomic
def set_level(*, member, fund, number, since, document, actor):
    """Give the member this level in the fund from ``since`` on; the level before it ends on the eve.

    The same day again corrects the level that begins on it. Raises ValidationError where the contributions paid by
    that day are less than the law wants for the level, for a day outside of membership, or before the present level.
    """
    member = _locked(member, since)
    terms = ResponsibilityLevel.objects.on(since).filter(fund=fund, number=number).first()
    if terms is None:
        raise ValidationError("На эту дату такого уровня в этом фонде нет.", code="level")
    paid = contributed(member, fund, on=since)
    if paid < terms.min_contribution_rub:
        raise ValidationError(
            f"Взносов на эту дату {paid:.2f}\u00a0₽, а для уровня нужно {terms.min_contribution_rub:.2f}\u00a0₽.",
            code="contribution",
        )
    present = _present(member, fund, since)
    before = present.number if present else None
    if present and present.since == since:
        row = present
    else:
        _end(present, since, document)
        row = MemberLevel(member=member, fund=fund, since=since)
    row.number, row.document = number, document
    row.full_clean()
    row.save()
    _tell("level.set", member, fund, actor, level=number, before=before, since=since, document=document)
    return row


@transaction.atomic
def withdraw_level(*, member, fund, since, document, actor):
    """Leave the member without a level in the fund from ``since`` on. Raises ValidationError where there is none."""
    member = _locked(member, since)
    present = _present(member, fund, since)
    if present is None or present.since == since:
        raise ValidationError("Нет уровня, который закончился бы в этот день.", code="level")
    _end(present, since, document)
    _tell("level.withdrawn", member, fund, actor, before=present.number, since=since, document=document)
    return present


def _locked(member, since):
    member = Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    if since < member.registered_at or not member.is_acting(since):
        raise ValidationError("В этот день организация не является членом СРО.", code="not_member")
    return member


def _present(member, fund, since):
    """Return the level that lasts on; refuse a change before it began or before it ended."""
    last = MemberLevel.objects.filter(member=member, fund=fund).order_by("since").last()
    if last and (last.since > since or (last.until and last.until >= since)):
        raise ValidationError(f"Есть более поздняя запись: {last}.", code="order")
    return last if last and last.until is None else None


def _end(level, since, document):
    if level:
        level.until, level.end_document = since - DAY, document
        level.save(update_fields=["until", "end_document"])


def _tell(action, member, fund, actor, **data):
    audit.record(action, actor=actor, obj=member, number=member.registration_number, fund=fund, **data)
    level_changed.send(sender=Member, member=member, fund=Fund(fund), actor=actor)
