"""Contracts and insurance in the cabinet."""

from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import cached_property

from lk_addon.cabinet.datapages import DataBlock, DataListView, DataPageView
from lk_addon.cabinet.facts import Facts
from lk_addon.cabinet.files import serve_private
from lk_addon.contracts.coverage import gaps, overlaps
from lk_addon.contracts.facts import contract_facts, cover_words
from lk_addon.contracts.forms import COMPETITIVE, CalculatorForm
from lk_addon.contracts.limits import may_sign, odo_use_in
from lk_addon.contracts.models import ContractControl
from lk_addon.contracts.obligations import awaited_notice
from lk_addon.contracts.queries import contracts_of, insurance_of
from lk_addon.contracts.tables import (
    ActTable,
    AmendmentTable,
    ClaimTable,
    ContractFilter,
    ContractTable,
    ControlTable,
    InsuranceFilter,
    InsuranceTable,
)
from lk_addon.files.views import give
from lk_addon.registry.models import Fund, LegalTerm
from lk_addon.registry.queries import level_on, rights_on


class ContractsView(DataPageView):
    """The journal of control: contracts, the use of КФ ОДО, and what may be signed (REQ-3.1.V6, регламент п. 3.1)."""

    title = "Договоры"
    clause = "3.1"
    template_name = "lk_addon/contracts/contracts.html"

    def get_blocks(self):
        """Return the list of contracts; an empty one says what the law asks."""
        term = LegalTerm.objects.on(timezone.localdate()).filter(code=LegalTerm.Code.CONTRACT_NOTICE).first()
        block = DataBlock(
            self.request,
            code="contracts",
            title="Журнал договоров",
            prefix="list",
            rows=contracts_of(self.member),
            table_class=ContractTable,
            filterset_class=ContractFilter,
            empty_title="Договоров в журнале нет",
            empty_text=f"О каждом договоре подряда член СРО сообщает {term.within}: {term.ground}." if term else "",
        )
        return [block]

    def get_facts(self):
        """Return the use of the limit of КФ ОДО, and what bounds a single contract."""
        use, self.harm = odo_use_in(self.request), level_on(self.member, Fund.VV)
        rows = [("На дату", use.on), ("Использовано", use.used), ("Предел", use.limit), ("Свободно", use.free)]
        harm = self.harm and self.harm.level
        rows += [("Предел одного договора, КФ\u00a0ВВ", level_words(harm) if harm else "уровня нет")]
        return [Facts(code="odo-use", title="Предел обязательств по КФ\u00a0ОДО", rows=rows)]

    def get_context_data(self, **kwargs):
        """Add the gauge, the rights, and the calculator with its answer when something is asked."""
        asked = any(name.startswith("calc-") for name in self.request.GET)
        form = CalculatorForm(self.request.GET if asked else None, prefix="calc")
        if form.is_valid():
            fields = form.cleaned_data
            kwargs["answer"] = may_sign(self.member, fields["price"], competitive=fields["way"] == COMPETITIVE)
        return super().get_context_data(
            use=odo_use_in(self.request),
            harm=self.harm,
            rights=rights_on(self.member),
            form=form,
            awaited_notice=awaited_notice(self.member),
            **kwargs,
        )


def level_words(level):
    """Return what a level of КФ ВВ allows by one contract."""
    return render_to_string("lk_addon/registry/level_limit.html", {"level": level}).strip()


class ContractView(DataPageView):
    """One contract: amendments, acts, claims, security and what control found (REQ-3.1.V6)."""

    clause = "3.1"
    template_name = "lk_addon/contracts/contract.html"

    def get_blocks(self):
        """Return the contract's tables; a contract of another member is not found."""
        self.contract = get_object_or_404(contracts_of(self.member), pk=self.kwargs["pk"])
        self.title = f"Договор {self.contract}"
        tables = [
            ("acts", "Акты приёмки", ActTable, "Работы ещё не принимались"),
            ("amendments", "Дополнительные соглашения", AmendmentTable, "Дополнительных соглашений нет"),
            ("claims", "Претензии и споры", ClaimTable, "Претензий и споров нет"),
            ("controls", "Контроль СРО", ControlTable, "СРО этот договор ещё не проверяла"),
        ]
        return [
            DataBlock(
                self.request,
                code=f"contract-{name}",
                title=title,
                prefix=name,
                rows=getattr(self.contract, name).get_live_queryset(),
                table_class=table_class,
                empty_title=empty_title,
            )
            for name, title, table_class, empty_title in tables
        ]

    def get_facts(self):
        """Return what the journal keeps of the contract itself."""
        contract = self.contract
        sums = [("Цена", contract.price_now), ("Принято", contract.accepted), ("Остаток", contract.remaining)]
        rows = [*sums, ("Состояние", contract.get_status_display()), *contract_facts(contract)]
        return [Facts(code="contract", title="Исполнение", rows=rows)]

    def get_context_data(self, **kwargs):
        """Add the contract, and the remarks that are still to be cured."""
        controls = ContractControl.objects.filter(contract=self.contract, cured_on=None).exclude(remarks="")
        return super().get_context_data(
            contract=self.contract, contract_facts=contract_facts(self.contract), open_controls=controls, **kwargs
        )


def control_file(request, pk):
    """Give the document of a control to the member whose contract it is about."""
    controls = ContractControl.objects.filter(contract__member=request.entrance.member)
    control = get_object_or_404(controls, pk=pk)
    return serve_private(request, control.file, control.file_name)


class InsuranceView(DataListView):
    """Policies: those in force, the archive on request; holes and overlaps are told (REQ-3.1.V7)."""

    title = "Страхование"
    clause = "3.1"
    block = "insurance"
    table_class = InsuranceTable
    filterset_class = InsuranceFilter
    empty_title = "Действующих договоров страхования нет"
    template_name = "lk_addon/contracts/insurance.html"

    def get_queryset(self):
        """Return the member's policies."""
        return insurance_of(self.member)

    @cached_property
    def cover(self):
        """The state of cover by kinds of annual policies: they alone are meant to follow on each other."""
        by_kind = {}
        for policy in insurance_of(self.member).filter(basis="annual").order_by("start"):
            by_kind.setdefault(policy.kind, []).append(policy)
        return [Cover(policies) for policies in by_kind.values()]

    def get_facts(self):
        """Return the state of cover where there is any."""
        rows = [(cover.title.capitalize(), cover_words(cover)) for cover in self.cover]
        return [Facts(code="insurance-cover", title="Непрерывность страхования", rows=rows)] if rows else []

    def get_context_data(self, **kwargs):
        """Add the state of cover."""
        return super().get_context_data(cover=self.cover, **kwargs)


class Cover:
    """How the annual policies of one kind follow on each other."""

    def __init__(self, policies):
        self.title = policies[0].get_kind_display()
        self.last = max(policies, key=lambda policy: policy.end)
        self.gaps = gaps(policies)
        self.overlaps = overlaps(policies)


def insurance_scan(request, pk):
    """Give the scan of a policy to its member."""
    policy = get_object_or_404(insurance_of(request.entrance.member), pk=pk)
    if policy.sent_scan:
        return give(request, policy.sent_scan)
    return serve_private(request, policy.scan, policy.scan_name)


def obligations_tile(request):
    """Give the dashboard's tile the use of the limit."""
    return {"use": odo_use_in(request)}
