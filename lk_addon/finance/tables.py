"""Tables of the cabinet's page of fees."""

import django_filters
import django_tables2 as tables
from django.utils.html import format_html

from lk_addon.cabinet.columns import DayColumn, MoneyColumn
from lk_addon.cabinet.templatetags.money import rubles
from lk_addon.finance.models import FeeKind, FeeRate, Movement
from lk_addon.finance.queries import years_of


class MovementTable(tables.Table):
    """Lines of the ledger."""

    date = DayColumn()
    title = tables.Column("Запись", order_by=("type", "date"))
    kind = tables.Column()
    period = tables.Column("За период", order_by="period_start")
    document = tables.Column("Документ, назначение", empty_values=())
    note = tables.Column("Назначение", visible=False)
    due_on = DayColumn(verbose_name="Оплатить до")
    amount = MoneyColumn("Сумма")

    class Meta:
        model = Movement
        fields = ["date", "title", "kind", "period", "document", "note", "due_on", "amount"]
        order_by = "-date"

    def render_document(self, record):
        """Show the document with what it says of its purpose."""
        if not record.note:
            return record.document or "—"
        return format_html('{} <span class="d-block form-text mt-0">{}</span>', record.document, record.note)

    def value_document(self, record):
        """Export the document alone: its purpose has a column of its own."""
        return record.document


class MovementFilter(django_filters.FilterSet):
    """Lines of a year, a kind and a type."""

    year = django_filters.ChoiceFilter(label="Год", field_name="date", lookup_expr="year", empty_label="все годы")
    kind = django_filters.ModelChoiceFilter(
        label="Вид взноса", queryset=FeeKind.objects.all(), to_field_name="code", empty_label="все виды"
    )
    type = django_filters.ChoiceFilter(label="Записи", choices=Movement.Type.choices, empty_label="все записи")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["year"].extra["choices"] = [(year, year) for year in years_of(self.request.entrance.member)]


class QuarterTable(tables.Table):
    """Quarters as a statement of account shows them."""

    label = tables.Column("Период", order_by="start")
    opening = MoneyColumn("На начало")
    charged = MoneyColumn("Начислено")
    paid = MoneyColumn("Оплачено")
    closing = MoneyColumn("На конец")

    class Meta:
        order_by = "-label"


class KindTable(tables.Table):
    """How a member stands by kinds of fees."""

    name = tables.Column("Вид взноса")
    opening = MoneyColumn("Перенесено", visible=False)  # shown with the kind
    charged = MoneyColumn("Начислено")
    paid = MoneyColumn("Оплачено")
    balance = MoneyColumn("Остаток")

    class Meta:
        orderable = False

    def render_name(self, record):
        """Say of a kind what it began with."""
        if not record.opening:
            return record.name
        brought = f"перенесено из учётной системы: {rubles(record.opening)}"
        return format_html('{} <span class="d-block form-text mt-0">{}</span>', record.name, brought)

    def value_name(self, record):
        """Export the name alone: what it began with has a column of its own."""
        return record.name

    def render_balance(self, value):
        """Mark a debt, and name what was paid too much."""
        if value > 0:
            return format_html('<span class="fees-owed">{}</span>', rubles(value))
        return f"переплата {rubles(-value)}" if value else rubles(value)

    def value_balance(self, value):
        """Export the sum."""
        return value


class RateTable(tables.Table):
    """The sizes of fees in force."""

    kind = tables.Column("Вид взноса")
    amount = MoneyColumn("Размер")
    unit = tables.Column("За что")
    valid_from = DayColumn(verbose_name="Действует с")
    valid_to = DayColumn(verbose_name="По")
    ground = tables.Column("Основание")

    class Meta:
        model = FeeRate
        fields = ["kind", "amount", "unit", "valid_from", "valid_to", "ground"]
        orderable = False
