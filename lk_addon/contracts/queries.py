"""Which contracts somebody sees, and what they come to on a day. All sums are the database's."""

from datetime import timedelta
from decimal import Decimal

from django.db.models import (
    BooleanField,
    Case,
    DateField,
    DecimalField,
    Exists,
    F,
    OuterRef,
    Q,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from lk_addon.contracts.models import (
    AcceptanceAct,
    Amendment,
    Contract,
    ContractControl,
    InsuranceContract,
)
from lk_addon.contracts.models.insurance import EXPIRING_DAYS
from lk_addon.registry.models import Member

MONEY = DecimalField(max_digits=18, decimal_places=2)
ZERO = Value(Decimal(0), output_field=MONEY)
COMPETITIVE = ~Q(procurement=Contract.Procurement.DIRECT)


def with_sums(contracts, day=None):
    """Add to ``contracts`` what they come to at the end of ``day`` (today).

    ``price_now`` and ``end_now`` follow the last amendment, ``accepted`` sums the acts, ``remaining`` is what is
    still to be done (nothing once the contract is closed), ``counted`` says whether it lies behind КФ ОДО.
    """
    day = day or timezone.localdate()
    amendments = Amendment.objects.filter(contract=OuterRef("pk"), date__lte=day).order_by("-date", "-pk")
    new_price = amendments.filter(price__isnull=False).values("price")[:1]
    new_end = amendments.filter(end_date__isnull=False).values("end_date")[:1]
    acts = AcceptanceAct.objects.filter(contract=OuterRef("pk"), date__lte=day).order_by().values("contract")
    accepted = acts.annotate(sum=Sum("amount")).values("sum")
    return contracts.annotate(
        price_now=Coalesce(Subquery(new_price), F("price"), output_field=MONEY),
        end_now=Coalesce(Subquery(new_end), F("end"), output_field=DateField()),
        accepted=Coalesce(Subquery(accepted, output_field=MONEY), ZERO),
        counted=Coalesce(
            F("counts_for_odo"),
            Case(When(COMPETITIVE, then=Value(True)), default=Value(False)),
            output_field=BooleanField(),
        ),
        remaining=Case(
            When(closed_on__lte=day, then=ZERO),
            default=Greatest(F("price_now") - F("accepted"), ZERO),
            output_field=MONEY,
        ),
    )


def contracts_of(member, day=None):
    """Return the member's contracts with their sums, newest first."""
    return with_sums(Contract.objects.filter(member=member), day)


def obligations_of(member, day, rule):
    """Return the contracts that make up the aggregate obligations of КФ ОДО at the end of ``day``.

    Counted, concluded by that day, not closed, and not below the price that ``rule`` of the day sets.
    """
    open_ones = contracts_of(member, day).filter(Q(closed_on=None) | Q(closed_on__gt=day), counted=True, date__lte=day)
    return open_ones.filter(price_now__gte=rule.min_price) if rule else open_ones


def used_on(member, day, rule):
    """Return the aggregate obligations in roubles at the end of ``day`` by its ``rule`` (None: all are counted)."""
    return obligations_of(member, day, rule).aggregate(sum=Sum("remaining"))["sum"] or Decimal(0)


def ending_contracts(member, since, until):
    """Return contracts not closed yet whose works end between two days."""
    return contracts_of(member).filter(closed_on=None, end_now__range=(since, until)).order_by("end_now")


def late_contracts(member):
    """Return contracts not closed yet whose works should have ended."""
    return contracts_of(member).filter(closed_on=None, end_now__lt=timezone.localdate()).order_by("end_now")


def open_remarks(member):
    """Return remarks of control upon the member's contracts that nobody has cured."""
    remarks = ContractControl.objects.filter(contract__member=member, cured_on=None).exclude(remarks="")
    return remarks.select_related("contract").order_by("cure_by", "pk")


def insurance_of(member):
    """Return all contracts of insurance of the member, the longest lasting first."""
    return InsuranceContract.objects.filter(member=member)


def ending_insurance(member, since, until):
    """Return policies that end between two days and that no other of their kind outlasts."""
    longer = InsuranceContract.objects.filter(
        member=member, kind=OuterRef("kind"), start__lte=OuterRef("end") + timedelta(days=1), end__gt=OuterRef("end")
    )
    return insurance_of(member).filter(end__range=(since, until)).exclude(Exists(longer)).order_by("end")


def insurance_to_renew():
    """Return the last annual policy of each kind of every acting member that has ended or ends soon."""
    today = timezone.localdate()
    annual = InsuranceContract.objects.filter(basis=InsuranceContract.Basis.ANNUAL)
    longer = annual.filter(member=OuterRef("member"), kind=OuterRef("kind"), end__gt=OuterRef("end"))
    soon = today + timedelta(days=EXPIRING_DAYS)
    return annual.filter(member__in=Member.objects.acting(today), end__lte=soon).exclude(Exists(longer))


def lapsing_securities(member, since, until):
    """Return contracts not closed yet whose security lapses between two days."""
    return contracts_of(member).filter(closed_on=None, security_until__range=(since, until)).order_by("security_until")
