"""The right to perform works and the levels of responsibility (REQ-3.1.V2, регламент п. 3.1)."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format

from lk_addon.cabinet.banners import Banner
from lk_addon.cabinet.datapages import DataBlock, DataPageView
from lk_addon.cabinet.facts import Facts
from lk_addon.registry.models import Fund, ResponsibilityLevel
from lk_addon.registry.queries import decisions_of, levels_on, rights_on, suspension_of
from lk_addon.registry.tables import DecisionTable, LevelTable, OwnLevelTable, RightTable

COMPETITION = "Договоры, заключаемые с использованием конкурентных способов"


class RightsView(DataPageView):
    """Categories with their states, what may be contracted, and the decisions behind it."""

    title = "Право и уровни ответственности"
    clause = "3.1"
    template_name = "lk_addon/registry/rights.html"

    def get_blocks(self):
        """Return the rights and levels of today, the decisions and the levels of law."""
        self.rights, self.levels = rights_on(self.member), levels_on(self.member)
        return [self._rights(), self._own(), self._decisions(), self._levels()]

    def _rights(self):
        return DataBlock(
            self.request,
            code="rights",
            title="Право выполнять работы",
            prefix="rights",
            rows=list(self.rights.categories),
            table_class=RightTable,
        )

    def _own(self):
        return DataBlock(
            self.request,
            code="own-levels",
            title="Уровни ответственности",
            prefix="own",
            rows=own_levels(self.levels),
            table_class=OwnLevelTable,
        )

    def _decisions(self):
        return DataBlock(
            self.request,
            code="decisions",
            title="Решения о праве",
            prefix="decisions",
            rows=decisions_of(self.member),
            table_class=DecisionTable,
            empty_title="Решений ещё не было",
        )

    def _levels(self):
        block = DataBlock(
            self.request,
            code="levels",
            title="Все уровни ответственности",
            prefix="levels",
            rows=ResponsibilityLevel.objects.on(timezone.localdate()).order_by("-fund", "number"),
            table_class=LevelTable,
        )
        block.table.own = {(level.fund, level.number) for level in self.levels.values() if level}
        return block

    def get_facts(self):
        """Return whether contracts may be won in competition."""
        state = competition(self.rights)
        return [Facts(code="competition", title=COMPETITION, rows=[("Состояние", state.words), ("Почему", state.why)])]

    def get_context_data(self, *, blocks, **kwargs):
        """Part what holds today from what it follows from."""
        return super().get_context_data(
            blocks=blocks, today=blocks[:2], behind=blocks[2:], competition=competition(self.rights), **kwargs
        )


@dataclass(frozen=True)
class Competition:
    """Whether contracts may be won in competition: a mark (a class of docs/design.md), in words, and why."""

    tone: str
    words: str
    why: str


def competition(rights):
    """Return the :class:`Competition` that follows from ``rights``."""
    restriction = rights.restriction
    if restriction:
        until = f" по {date_format(restriction.until, 'j E Y г.')}" if restriction.until else ""
        why = f"с {date_format(restriction.since, 'j E Y г.')}{until}, {restriction.decision.document}"
        return Competition("bad", "участие ограничено", why)
    if not rights.has_odo_level:
        why = "Взнос в КФ\u00a0ОДО не внесён, участие в конкурентных закупках недоступно."
        return Competition("past", "недоступны", why)
    if rights.may_compete:
        return Competition("good", "можно заключать", "в пределах уровня ответственности в КФ\u00a0ОДО")
    return Competition("bad", "нельзя", "Нет действующего права выполнять работы.")


def own_levels(levels):
    """Return a row for each fund, with the :class:`MemberLevel` in it or None."""
    return [{"fund": fund, "own": own} for fund, own in levels_by_fund(levels)]


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
