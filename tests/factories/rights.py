"""Decisions, levels and contributions, made by the domain functions as staff make them."""

from datetime import date

from lk_addon.registry.domain.contributions import record_contribution
from lk_addon.registry.domain.levels import set_level
from lk_addon.registry.domain.rights import grant_right
from lk_addon.registry.models import Category, FundContribution

ADMITTED = date(2025, 3, 3)


def minutes(day=ADMITTED, number="1", **more):
    """The document of a decision taken on that day."""
    return {"body": "Совет СРО", "protocol_no": number, "date": day, **more}


def give_right(member, *categories, day=ADMITTED):
    """Grant the right to simple objects unless told which."""
    return grant_right(member=member, categories=categories or (Category.SIMPLE,), actor=None, **minutes(day))


def pay(member, fund, amount, day=ADMITTED, **more):
    """Record a contribution."""
    fields = {"kind": FundContribution.Kind.INITIAL, "document": "платёжное поручение № 1"} | more
    return record_contribution(member=member, fund=fund, amount=amount, paid_on=day, actor=None, **fields)


def give_level(member, fund, number, amount, day=ADMITTED):
    """Pay what the level costs, and set it."""
    pay(member, fund, amount, day)
    return set_level(member=member, fund=fund, number=number, since=day, document="протокол № 1", actor=None)
