"""Contributions to the compensation funds (REQ-3.1.V4, регламент п. 3.1)."""

from lk_addon.cabinet.datapages import DataBlock, DataPageView
from lk_addon.cabinet.facts import Facts
from lk_addon.registry.models import Fund
from lk_addon.registry.queries import contributions_of, funds_of
from lk_addon.registry.tables import ContributionTable

NOTHING_PAID = {
    Fund.VV: "Взносы в этот фонд ещё не внесены",
    Fund.ODO: "Взнос в КФ\u00a0ОДО не внесён, участие в конкурентных закупках недоступно",
}


class FundsView(DataPageView):
    """What was paid into each fund, the sum, the level that follows, and what the next one would cost."""

    title = "Компенсационные фонды"
    clause = "3.1"
    template_name = "lk_addon/registry/funds.html"

    def get_blocks(self):
        """Return a table for each fund."""
        return [
            DataBlock(
                self.request,
                code=f"contributions-{fund}",
                title=f"Взносы в {fund.short}",
                prefix=fund,
                rows=contributions_of(self.member).filter(fund=fund),
                table_class=ContributionTable,
                empty_title=NOTHING_PAID[fund],
            )
            for fund in Fund
        ]

    def get_facts(self):
        """Return the state of each fund."""
        self.funds = funds_of(self.member)
        return [Facts(code=state.fund, title=state.fund.short, rows=fund_rows(state)) for state in self.funds]

    def get_context_data(self, **kwargs):
        """Add the state of each fund."""
        return super().get_context_data(funds=self.funds, **kwargs)


def fund_rows(state):
    """Return a fund's state for a workbook: what was paid, the level, what the next level wants."""
    yield "Внесено всего", state.total
    yield "Уровень ответственности", state.level.get_number_display() if state.level else "нет"
    if state.next_level:
        yield "Следующий уровень", state.next_level.get_number_display()
        yield "Минимальный взнос следующего уровня", state.next_level.min_contribution_rub
        yield "Нужно довнести", state.top_up
        yield "Основание", state.next_level.ground
