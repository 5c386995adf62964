"""The addresses for systems with a token."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.response import Response
from rest_framework.views import APIView

from lk_addon.contracts.domain.contracts import save_contract
from lk_addon.contracts.models import Contract
from lk_addon.contracts.queries import with_sums
from lk_addon.exchange.api import filters, serializers
from lk_addon.exchange.api.base import Answer, RowsList, RowsView, member_or_404
from lk_addon.exchange.models import Scope
from lk_addon.finance.domain.movements import charge, record_opening_balance, record_payment
from lk_addon.finance.models import Movement
from lk_addon.finance.queries import balances_by_kind, state_on
from lk_addon.registry.domain.contributions import record_contribution
from lk_addon.registry.domain.membership import exclude_member
from lk_addon.registry.models import FundContribution, Member

PROBLEMS = dict.fromkeys((400, 401, 403, 404, 429), serializers.ProblemSerializer)


def described(answer, request=None, **options):
    """Describe a GET of one thing, or a POST."""
    numbers = [200, 201] if request else [200]
    conflict = {409: serializers.ProblemSerializer} if request else {}
    return extend_schema(request=request, responses=dict.fromkeys(numbers, answer) | PROBLEMS | conflict, **options)


class MembersView(RowsList):
    """The register, entries of excluded members as well, but not those made by mistake."""

    read_scope = Scope.MEMBERS_READ
    queryset = Member.objects.public().prefetch_related("heads")
    serializer_class = serializers.MemberSerializer
    filterset_class = filters.MemberFilter


class MemberView(Answer, APIView):
    """One entry of the register."""

    read_scope = Scope.MEMBERS_READ

    @described(serializers.MemberSerializer)
    def get(self, request, number):
        """Show it."""
        return Response(serializers.MemberSerializer(member_or_404(number)).data)


class ExclusionView(Answer, APIView):
    """Exclusion of a member: the cabinet closes on its next request, as after any other (REQ-1.4)."""

    write_scope = Scope.MEMBERS_EXCLUDE

    @described(serializers.MemberSerializer, serializers.ExclusionSerializer)
    def post(self, request, number):
        """Exclude: 201; the same sent again: 200."""
        member = member_or_404(number)
        form = serializers.ExclusionSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        values, answer = form.validated_data, status.HTTP_200_OK
        if any(getattr(member, name) != value for name, value in values.items()):
            answer = status.HTTP_201_CREATED
            member = exclude_member(
                member=member,
                terminated_at=values["terminated_at"],
                ground=values["termination_ground"],
                document=values["termination_document"],
                actor=None,
            )
        return Response(serializers.MemberSerializer(member).data, status=answer)


class MemberBalanceView(Answer, APIView):
    """How a member stands on a day."""

    read_scope = Scope.FINANCE_READ

    @described(serializers.MemberBalanceSerializer, parameters=[serializers.BalanceDaySerializer])
    def get(self, request, number):
        """Sum it up."""
        form = serializers.BalanceDaySerializer(data=request.query_params)
        form.is_valid(raise_exception=True)
        member, day = member_or_404(number), form.validated_data.get("on") or timezone.localdate()
        state = state_on(member, day)
        said = {"on": day, "balance": state.balance, "overdue": state.overdue, "kinds": balances_by_kind(member, day)}
        return Response(serializers.MemberBalanceSerializer(said).data)


class LedgerView(RowsView):
    """Lines of one type; equal are those of the same member, kind, sum and day."""

    type = None
    read_scope = Scope.FINANCE_READ
    write_scope = Scope.FINANCE_WRITE
    queryset = Movement.objects.select_related("member", "kind")
    serializer_class = serializers.MovementSerializer
    filterset_class = filters.MovementFilter
    said = ("type", "member", "kind", "amount", "date")

    def get_queryset(self):
        """Leave other types out."""
        return super().get_queryset().filter(type=self.type)

    def find(self, external_id):
        """Look among all types: numbers are the system's."""
        return Movement.objects.filter(source=self.request.auth.source, external_id=external_id).first()

    def is_same(self, row, values):
        """Compare the type as well."""
        return super().is_same(row, values | {"type": self.type})

    def write(self, external_id, values):
        """Record the line with the mark of its system."""
        return self.record(values | {"source": self.request.auth.source, "external_id": external_id, "actor": None})


class ChargesView(LedgerView):
    """What members owe."""

    type = Movement.Type.CHARGE
    input_class = serializers.ChargeInputSerializer

    def record(self, values):
        """Charge."""
        return charge(**values)

    @described(serializers.MovementSerializer, serializers.ChargeInputSerializer)
    def post(self, request):
        """Record a charge."""
        return self.bring(request)


class PaymentsView(LedgerView):
    """What members paid."""

    type = Movement.Type.PAYMENT
    input_class = serializers.PaymentInputSerializer

    def record(self, values):
        """Record the payment."""
        return record_payment(**values)

    @described(serializers.MovementSerializer, serializers.PaymentInputSerializer)
    def post(self, request):
        """Record a payment."""
        return self.bring(request)


class BalancesView(LedgerView):
    """Balances that the accounting system has stated; days until then are closed for that kind of fee."""

    type = Movement.Type.OPENING
    input_class = serializers.BalanceInputSerializer

    def record(self, values):
        """State the balance."""
        return record_opening_balance(on=values.pop("date"), **values)

    @described(serializers.MovementSerializer, serializers.BalanceInputSerializer)
    def post(self, request):
        """State a balance at the end of a day."""
        return self.bring(request)


class ContributionsView(RowsView):
    """Contributions to the compensation funds."""

    read_scope = Scope.CONTRIBUTIONS_READ
    write_scope = Scope.CONTRIBUTIONS_WRITE
    queryset = FundContribution.objects.select_related("member")
    serializer_class = serializers.ContributionSerializer
    filterset_class = filters.ContributionFilter
    input_class = serializers.ContributionInputSerializer
    said = ("member", "fund", "kind", "amount", "paid_on")

    def find(self, external_id):
        """Look among annulled ones as well: what staff struck out does not come back by itself."""
        return FundContribution.objects.filter(external_id=self._marked(external_id)).first()

    def write(self, external_id, values):
        """Record the contribution."""
        return record_contribution(**values, external_id=self._marked(external_id), actor=None)

    def _marked(self, external_id):
        return f"{self.request.auth.source}:{external_id}"

    @described(serializers.ContributionSerializer, serializers.ContributionInputSerializer)
    def post(self, request):
        """Record a contribution."""
        return self.bring(request)


class ContractsView(RowsView):
    """The journal of contracts."""

    read_scope = Scope.CONTRACTS_READ
    write_scope = Scope.CONTRACTS_WRITE
    queryset = Contract.objects.select_related("member")
    serializer_class = serializers.ContractSerializer
    filterset_class = filters.ContractFilter
    input_class = serializers.ContractInputSerializer
    said = ("member", "number", "date")

    def get_queryset(self):
        """Add what the contracts come to today."""
        return with_sums(super().get_queryset())

    def find(self, external_id):
        """Look by the number with the mark of the system."""
        return Contract.objects.filter(external_id=self._marked(external_id)).first()

    def write(self, external_id, values):
        """Enter the contract."""
        contract = Contract(**values, external_id=self._marked(external_id))
        return save_contract(contract=contract, actor=None, changed=sorted(values))

    def _marked(self, external_id):
        return f"{self.request.auth.source}:{external_id}"

    @described(serializers.ContractSerializer, serializers.ContractInputSerializer)
    def post(self, request):
        """Enter a contract as it was concluded."""
        return self.bring(request)
