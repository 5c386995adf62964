"""What the law makes public of a member's insurance and obligations (ГрК ст. 55.17)."""

from datetime import timedelta

from django.db.models import DateField, F
from django.db.models.functions import Cast
from django.utils import timezone

from cms.core import pagecache
from lk_addon.contracts.limits import odo_use
from lk_addon.contracts.models import Contract, InsuranceContract, ObligationsRule
from lk_addon.contracts.queries import insurance_of


def public_insurance(member):
    """Return the policies in force today; None, and so no section, where there are none."""
    policies = list(insurance_of(member).on(timezone.localdate()).order_by("end", "pk"))
    return {"policies": policies} if policies else None


def public_obligations(member):
    """Return the aggregate obligations with their day; None for who may win no contracts in competition."""
    use = odo_use(member)
    return {"use": use} if use.level else None


def connect():
    """Let the kept public pages follow the rows they show."""
    pagecache.clear_on_change(Contract, InsuranceContract, ObligationsRule)


@pagecache.register_days
def next_insurance_days(today):
    """Return the queries for the days on which a policy next begins, and on which one has next ended."""
    begins = InsuranceContract.objects.filter(start__gt=today).order_by("start").values_list("start")[:1]
    over = Cast(F("end") + timedelta(days=1), DateField())
    return [begins, InsuranceContract.objects.filter(end__gte=today).order_by("end").values_list(over)[:1]]
