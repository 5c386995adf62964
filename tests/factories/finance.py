"""Lines of the ledger, written as the application writes them."""

from datetime import date
from decimal import Decimal

from lk_addon.finance.domain.movements import charge, record_opening_balance, record_payment
from lk_addon.finance.models import FeeKind
from lk_addon.finance.prepare import KINDS


def fee_kind(code="membership_fee"):
    """A kind of fee that every installation has, also after a transactional test has emptied the tables."""
    names = {known: (name, is_penalty) for known, name, is_penalty in KINDS}
    name, is_penalty = names[code]
    return FeeKind.objects.get_or_create(code=code, defaults={"name": name, "is_penalty": is_penalty})[0]


def charged(member, amount, day=date(2025, 1, 15), **fields):
    """Charge a membership fee unless another kind is given."""
    fields = {"kind": fee_kind(), "actor": None} | fields
    return charge(member=member, amount=Decimal(amount), date=day, **fields)


def paid(member, amount, day=date(2025, 1, 20), **fields):
    """Record a payment."""
    fields = {"kind": fee_kind(), "actor": None} | fields
    return record_payment(member=member, amount=Decimal(amount), date=day, **fields)


def stated(member, amount, day=date(2024, 12, 31), **fields):
    """State a balance."""
    fields = {"kind": fee_kind(), "actor": None} | fields
    return record_opening_balance(member=member, amount=Decimal(amount), on=day, **fields)
