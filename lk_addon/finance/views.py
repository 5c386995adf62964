"""Fees in the cabinet."""

from django import forms
from django.utils import timezone

from lk_addon.cabinet.datapages import DataBlock, DataPageView
from lk_addon.cabinet.widgets import DayInput
from lk_addon.finance.queries import balances_by_kind, movements_of, quarters_of, rates_on, state_in, state_on
from lk_addon.finance.tables import MovementFilter, MovementTable, QuarterTable

CHARTED_QUARTERS = 12


class DayForm(forms.Form):
    """The day on which the state of accounts is asked for; without one, today."""

    on = forms.DateField(label="На дату", required=False, widget=DayInput)


class FeesView(DataPageView):
    """Charged, paid, owed or paid too much on a day, by period and line by line (REQ-3.1.V5, регламент п. 3.1)."""

    title = "Членские взносы"
    clause = "3.1"
    template_name = "lk_addon/finance/fees.html"

    def get_blocks(self):
        """Return the quarters and the lines; the quarters are a handful and come as a list."""
        self.quarters = quarters_of(self.member)
        quarters = DataBlock(
            self.request,
            code="fee-quarters",
            title="По периодам",
            prefix="quarters",
            rows=self.quarters,
            table_class=QuarterTable,
            empty_title="Начислений и оплат ещё не было",
        )
        lines = DataBlock(
            self.request,
            code="fee-lines",
            title="Начисления и оплаты",
            prefix="lines",
            rows=movements_of(self.member),
            table_class=MovementTable,
            filterset_class=MovementFilter,
            empty_title="Начислений и оплат ещё не было",
        )
        return [quarters, lines]

    def get_context_data(self, **kwargs):
        """Add the state on the day asked for, the sizes of fees and what the chart draws."""
        form = DayForm({"state-on": self.request.GET.get("state-on", "")}, prefix="state")
        if form.is_valid():
            day = form.cleaned_data["on"] or timezone.localdate()
            kwargs |= {"state": state_on(self.member, day), "kinds": balances_by_kind(self.member, day)}
        return super().get_context_data(
            day_form=form, rates=rates_on(), chart=chart_of(self.quarters[-CHARTED_QUARTERS:]), **kwargs
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
