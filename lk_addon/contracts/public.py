"""What the law makes public of a member's insurance and obligations (ГрК ст. 55.17)."""

from datetime import datetime, time, timedelta

from django.db.models import Min, Q
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


@pagecache.register_boundary
def next_insurance_day(now):
    """Return the midnight, in Moscow, at which a policy next begins or has ended; None when nothing is due."""
    today = timezone.localdate(now)
    days = InsuranceContract.objects.aggregate(
        begins=Min("start", filter=Q(start__gt=today)), ends=Min("end", filter=Q(end__gte=today))
    )
    coming = [day for day in (days["begins"], days["ends"] and days["ends"] + timedelta(days=1)) if day]
    return timezone.make_aware(datetime.combine(min(coming), time())) if coming else None
