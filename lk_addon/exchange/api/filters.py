"""What lists can be narrowed by."""

from django.db.models import Q
from django_filters import rest_framework as filters

from lk_addon.contracts.models import Contract
from lk_addon.finance.models import FeeKind, Movement
from lk_addon.registry.models import Fund, FundContribution, Member, RegisterRow


class MemberFilter(filters.FilterSet):
    """Entries of the register."""

    updated_since = filters.IsoDateTimeFilter("updated_at", "gte", label="изменены с этого времени")
    inn = filters.CharFilter(label="ИНН")

    class Meta:
        model = Member
        fields = []


class OfMember(filters.FilterSet):
    """Rows of one member."""

    member = filters.CharFilter("member__registration_number", label="номер в реестре СРО")


class MovementFilter(OfMember):
    """Lines of the ledger: they are written once, so what is new is what was added."""

    updated_since = filters.IsoDateTimeFilter("created_at", "gte", label="внесены с этого времени")
    kind = filters.ModelChoiceFilter(queryset=FeeKind.objects.all(), to_field_name="code", label="код вида взноса")
    date_from = filters.DateFilter("date", "gte", label="дата с")
    date_to = filters.DateFilter("date", "lte", label="дата по")

    class Meta:
        model = Movement
        fields = []


class ContributionFilter(OfMember):
    """Contributions to the funds."""

    updated_since = filters.IsoDateTimeFilter(method="changed", label="внесены или аннулированы с этого времени")
    fund = filters.ChoiceFilter(choices=Fund.choices, label="фонд")
    date_from = filters.DateFilter("paid_on", "gte", label="дата внесения с")
    date_to = filters.DateFilter("paid_on", "lte", label="дата внесения по")

    class Meta:
        model = FundContribution
        fields = []

    def changed(self, rows, name, moment):
        """Take what was entered or struck out since."""
        return rows.filter(Q(recorded_at__gte=moment) | Q(annulled_at__gte=moment))


class ContractFilter(OfMember):
    """Contracts."""

    updated_since = filters.IsoDateTimeFilter("updated_at", "gte", label="изменены с этого времени")
    status = filters.ChoiceFilter(choices=Contract.Status.choices, label="состояние")

    class Meta:
        model = Contract
        fields = []


class RegisterFilter(filters.FilterSet):
    """Public entries."""

    updated_since = filters.IsoDateTimeFilter("changed_at", "gte", label="изменены с этого времени")
    inn = filters.CharFilter("member__inn", label="ИНН")

    class Meta:
        model = RegisterRow
        fields = []
