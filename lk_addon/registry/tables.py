"""Tables of the register's pages in the cabinet."""

import django_tables2 as tables
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.html import strip_tags

from lk_addon.cabinet.columns import DayColumn, MoneyColumn
from lk_addon.cabinet.templatetags.money import rubles
from lk_addon.registry.entry import changed_fields
from lk_addon.registry.models import FundContribution, RegistryChange, ResponsibilityLevel, RightDecision
from lk_addon.registry.timeliness import ReportTerms


class ChangeTable(tables.Table):
    """Versions of an entry."""

    entered_on = DayColumn()
    kind = tables.Column()
    details = tables.Column("Изменения", empty_values=(), orderable=False)
    ground = tables.Column()
    event_on = DayColumn()
    report = tables.Column("Сообщено", empty_values=(), orderable=False)

    class Meta:
        model = RegistryChange
        fields = ["entered_on", "kind", "details", "ground", "event_on", "report"]

    def render_details(self, record):
        """Show what was and what became, field by field."""
        return render_to_string("lk_addon/registry/change_details.html", {"fields": changed_fields(record)})

    def value_details(self, record):
        """Write the same in lines."""
        return "\n".join(f"{field.label}: {field.old} → {field.new}" for field in changed_fields(record))

    @cached_property
    def terms(self):
        """The terms of law, read once for the whole table."""
        return ReportTerms()

    def render_report(self, record):
        """Show on which day the member told of the event, and whether in time."""
        report = self.terms.report(event_on=record.event_on, reported_on=record.reported_on)
        return render_to_string("lk_addon/registry/change_report.html", {"report": report})

    def value_report(self, record):
        """Write the day."""
        return record.reported_on


class RightTable(tables.Table):
    """The rights of today, one row for each category of objects."""

    category = tables.Column("В отношении чего")
    state = tables.Column("Состояние", empty_values=())
    granted_on = DayColumn(verbose_name="Право с")
    document = tables.Column("Последнее решение", accessor="decision__document")

    class Meta:
        orderable = False

    def render_category(self, value):
        """Name the category with its letter."""
        return f"{value.letter}) {value.label}"

    def render_state(self, record):
        """Show the state with its mark; of one that is not in force, since when and until when."""
        return render_to_string("lk_addon/registry/right_state.html", {"right": record})

    def value_state(self, record):
        """Write the same in words."""
        return " ".join(strip_tags(self.render_state(record)).split())


class OwnLevelTable(tables.Table):
    """The member's level in each fund."""

    fund = tables.Column("Фонд")
    number = tables.Column("Уровень", accessor="own__get_number_display", default="нет")
    limit = tables.Column("Предел обязательств", accessor="own__level")
    limit_rub = MoneyColumn("Предел", accessor="own__level__limit_rub", visible=False)
    since = DayColumn(verbose_name="Установлен", accessor="own__since")
    document = tables.Column("Основание", accessor="own__document")

    class Meta:
        orderable = False

    def render_fund(self, value):
        """Name the fund shortly and in full."""
        return f"{value.short}, {value.label}"

    def render_number(self, value):
        """Say that it is a level."""
        return f"{value} уровень"

    def render_limit(self, value):
        """Say what the limit binds."""
        return render_to_string("lk_addon/registry/level_limit.html", {"level": value})


class DecisionTable(tables.Table):
    """Decisions upon the right to perform works."""

    date = DayColumn()
    kind = tables.Column()
    category = tables.Column()
    effective_from = DayColumn()
    until = DayColumn()
    document = tables.Column("Документ", order_by=("body", "protocol_no"))
    text = tables.Column()

    class Meta:
        model = RightDecision
        fields = ["date", "kind", "category", "effective_from", "until", "document", "text"]
        order_by = "-date"
        row_attrs = {"class": lambda record: "cab-void" if record.is_cancelled else ""}

    def render_category(self, record):
        """Name the category shortly."""
        return record.category_short

    def render_kind(self, record):
        """Say of a cancelled decision that it is."""
        return f"{record.get_kind_display()} — отменено" if record.is_cancelled else record.get_kind_display()


class LevelTable(tables.Table):
    """The levels as the law has them today."""

    fund = tables.Column()
    number = tables.Column()
    limit_rub = tables.Column("Предел обязательств", empty_values=())
    min_contribution_rub = MoneyColumn()
    valid_from = DayColumn()
    ground = tables.Column()

    class Meta:
        model = ResponsibilityLevel
        fields = ["fund", "number", "limit_rub", "min_contribution_rub", "valid_from", "ground"]
        orderable = False

    #: (fund, number) of the levels that the member has.
    own = frozenset()

    def render_fund(self, record):
        """Name the fund shortly."""
        return record.fund_short

    def render_number(self, record):
        """Mark the level that the member has."""
        title = record.get_number_display()
        return f"{title} — ваш" if (record.fund, record.number) in self.own else title

    def render_limit_rub(self, record):
        """Say what the limit binds."""
        return render_to_string("lk_addon/registry/level_limit.html", {"level": record})

    def value_limit_rub(self, value):
        """Write the sum."""
        return value


class ContributionTable(tables.Table):
    """What a member paid into a fund, with the sum below."""

    paid_on = DayColumn(footer="Итого")
    kind = tables.Column()
    document = tables.Column()
    amount = MoneyColumn(footer=lambda table: rubles(sum(row.amount for row in table.data)))

    class Meta:
        model = FundContribution
        fields = ["paid_on", "kind", "document", "amount"]
