"""Fees in the cabinet."""

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property

from lk_addon.cabinet.datapages import DataBlock, DataPageView
from lk_addon.cabinet.facts import Facts
from lk_addon.cabinet.widgets import DayInput
from lk_addon.finance.queries import balances_by_kind, movements_of, quarters_of, rates_on, state_in, state_on
from lk_addon.finance.tables import KindTable, MovementFilter, MovementTable, QuarterTable, RateTable

CHARTED_QUARTERS = 12


class DayForm(forms.Form):
    """The day on which the state of accounts is asked for; without one, today."""

    on = forms.DateField(label="На дату", required=False, widget=DayInput)


class FeesView(DataPageView):
    """Charged, paid, owed or paid too much on a day, by period and line by line (REQ-3.1.V5, регламент п. 3.1)."""

    title = "Членские взносы"
    clause = "3.1"
    template_name = "lk_addon/finance/fees.html"

    @cached_property
    def day_form(self):
        """The day on which the state of accounts is asked for."""
        return DayForm({"state-on": self.request.GET.get("state-on", "")}, prefix="state")

    @cached_property
    def state(self):
        """The state on that day, None where no such day is."""
        if not self.day_form.is_valid():
            return None
        return state_on(self.member, self.day_form.cleaned_data["on"] or timezone.localdate())

    def get_facts(self):
        """Return the state on the day asked for."""
        rows = []
        if self.state:
            sums = ("debt", "overdue", "overpayment")
            names = ("Задолженность", "Из неё просрочено", "Переплата")
            rows = [("На дату", self.state.on), *zip(names, (getattr(self.state, name) for name in sums), strict=True)]
        return [Facts(code="fee-state", title="Состояние расчётов", rows=rows)]

    def get_blocks(self):
        """Return the kinds, the quarters, the lines and the sizes of fees; the quarters are a handful, a list."""
        self.quarters = quarters_of(self.member)
        return [self._kinds(), self._quarters(), self._lines(), self._rates()]

    def _kinds(self):
        return DataBlock(
            self.request,
            code="fee-kinds",
            title="По видам взносов",
            prefix="kinds",
            rows=list(balances_by_kind(self.member, self.state.on)) if self.state else [],
            table_class=KindTable,
            as_of=self.state and self.state.on,
            empty_title="Начислений и оплат на эту дату нет",
        )

    def _quarters(self):
        return DataBlock(
            self.request,
            code="fee-quarters",
            title="По периодам",
            prefix="quarters",
            rows=self.quarters,
            table_class=QuarterTable,
            empty_title="Начислений и оплат ещё не было",
        )

    def _lines(self):
        return DataBlock(
            self.request,
            code="fee-lines",
            title="Начисления и оплаты",
            prefix="lines",
            rows=movements_of(self.member),
            table_class=MovementTable,
            filterset_class=MovementFilter,
            empty_title="Начислений и оплат ещё не было",
        )

    def _rates(self):
        return DataBlock(
            self.request,
            code="fee-rates",
            title="Размеры взносов",
            prefix="rates",
            rows=list(rates_on()),
            table_class=RateTable,
            empty_title="Размеры взносов ещё не внесены",
        )

    def get_context_data(self, *, blocks, **kwargs):
        """Add the state, the form that asks for its day, and what the chart draws."""
        return super().get_context_data(
            blocks=blocks,
            kinds=blocks[0],
            lists=blocks[1:],
            day_form=self.day_form,
            state=self.state,
            chart=chart_of(self.quarters[-CHARTED_QUARTERS:]),
            **kwargs,
        )


def chart_of(quarters):
    """Return what the chart draws: labels, and the sums as text, which the script turns into numbers."""
    names = {"charged": "Начислено", "paid": "Оплачено", "closing": "Остаток на конец периода"}
    return {
        "labels": [row["label"].removesuffix(" г.") for row in quarters],
        "series": [
            {"name": name, "title": title, "values": [str(row[name]) for row in quarters]}
            for name, title in names.items()
        ],
    }


def fees_tile(request):
    """Give the dashboard's tile the member's state today."""
    return {"state": state_in(request)}
