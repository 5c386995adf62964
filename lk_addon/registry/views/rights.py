"""The right to perform works and the levels of responsibility (REQ-3.1.V2, регламент п. 3.1)."""

from lk_addon.cabinet.banners import Banner
from lk_addon.cabinet.datapages import DataBlock, DataPageView
from lk_addon.registry.models import Fund, ResponsibilityLevel
from lk_addon.registry.queries import decisions_of, levels_on, rights_on, suspension_of
from lk_addon.registry.tables import DecisionTable, LevelTable


class RightsView(DataPageView):
    """Categories with their states, what may be contracted, and the decisions behind it."""

    title = "Право и уровни ответственности"
    clause = "3.1"
    template_name = "lk_addon/registry/rights.html"

    def get_blocks(self):
        """Return the decisions and the levels of law."""
        self.levels = levels_on(self.member)
        decisions = DataBlock(
            self.request,
            code="decisions",
            title="Решения о праве",
            prefix="decisions",
            rows=decisions_of(self.member),
            table_class=DecisionTable,
            empty_title="Решений ещё не было",
        )
        levels = DataBlock(
            self.request,
            code="levels",
            title="Все уровни ответственности",
            prefix="levels",
            rows=ResponsibilityLevel.objects.on(decisions.as_of).order_by("-fund", "number"),
            table_class=LevelTable,
        )
        levels.table.own = {(level.fund, level.number) for level in self.levels.values() if level}
        return [decisions, levels]

    def get_context_data(self, **kwargs):
        """Add the rights and levels of today."""
        return super().get_context_data(rights=rights_on(self.member), levels=levels_by_fund(self.levels), **kwargs)


def levels_by_fund(levels):
    """Return (fund, level) pairs, КФ ВВ first, for templates."""
    return [(fund, levels[fund]) for fund in Fund]


def rights_tile(request):
    """Give the dashboard's tile the rights and levels of today."""
    member = request.entrance.member
    return {"rights": rights_on(member), "levels": levels_by_fund(levels_on(member))}


def suspension_banner(request):
    """Warn on every page while a right is suspended (ГрК ст. 55.15 ч. 2)."""
    period = suspension_of(request.entrance.member)
    if period is None:
        return None
    until = f" по {period.until:%d.%m.%Y}" if period.until else ""
    return Banner(
        f"Право выполнять работы приостановлено с {period.since:%d.%m.%Y}{until}: можно продолжать работы "
        "только по договорам, заключённым до этого решения.",
        "registry:rights",
        "О решении",
    )
