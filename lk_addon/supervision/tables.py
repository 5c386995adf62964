"""Tables of the cabinet's pages about control."""

import django_tables2 as tables
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html

from lk_addon.cabinet.columns import DayColumn
from lk_addon.supervision.models import AnnualReport, DisciplinaryAction, Inspection, Specialist

WHOLE = {"td": {"class": "cab-day"}}  # a cell that does not wrap
QUALIFICATION_TONES = {"valid": "good", "ending": "soon", "expired": "bad", "none": "past"}


def state_mark(tone, label):
    """Return a state with its dot."""
    return format_html('<span class="state state-{}">{}</span>', tone, label)


class StateColumn(tables.Column):
    """A state in words with the dot of its row's ``tone``; the words alone in a workbook."""

    def render(self, record, bound_column):
        """Return the mark."""
        return state_mark(record.tone, self.value(record, bound_column))

    def value(self, record, bound_column):
        """Return the words."""
        return getattr(record, f"get_{bound_column.name}_display")().capitalize()


class ChoiceColumn(tables.Column):
    """A choice in words with a capital letter."""

    def render(self, record, bound_column):
        """Return the words."""
        return self.value(record, bound_column)

    def value(self, record, bound_column):
        """Return the words."""
        return getattr(record, f"get_{bound_column.name}_display")().capitalize()


class InspectionTable(tables.Table):
    """Inspections of one member."""

    number = tables.Column("№", linkify=lambda record: reverse("supervision:inspection", args=[record.pk]), attrs=WHOLE)
    kind = ChoiceColumn("Вид", order_by=("kind", "form"))
    form = ChoiceColumn("Форма", visible=False)  # shown with the kind, a column of its own in a workbook
    start = DayColumn("Начало")
    end = DayColumn("Окончание", visible=False)  # in a workbook; here the page of an inspection tells it
    documents_due = DayColumn("Документы до", visible=False)
    act_no = tables.Column("Акт", order_by="act_date")
    result = ChoiceColumn("Результат")
    state = StateColumn("Состояние")

    class Meta:
        model = Inspection
        fields = ("number", "state", "kind", "form", "start", "end", "documents_due", "act_no", "result")
        order_by = "-start"

    def render_kind(self, record):
        """Name the form with the kind."""
        return f"{record.get_kind_display().capitalize()}, {record.get_form_display()}"

    def render_act_no(self, record):
        """Name the act and let it be downloaded."""
        address = reverse("supervision:act", args=[record.pk])
        day = date_format(record.act_date, "d.m.Y")
        return format_html('<a href="{}">№\u00a0{} от\u00a0{}</a>', address, record.act_no, day)

    def value_act_no(self, record):
        """Name the act."""
        return f"№ {record.act_no} от {record.act_date:%d.%m.%Y}" if record.act_no else ""


class MeasureTable(tables.Table):
    """Disciplinary measures taken against one member."""

    date = DayColumn("Решение")
    kind = ChoiceColumn("Мера")
    protocol_no = tables.Column("Кем и чем принята")
    until = DayColumn("Исполнить до")
    inspection = tables.Column(
        "Проверка",
        accessor="inspection__number",
        linkify=lambda record: reverse("supervision:inspection", args=[record.inspection_id]),
    )
    status = StateColumn("Состояние")

    class Meta:
        model = DisciplinaryAction
        fields = ("date", "kind", "protocol_no", "until", "inspection", "status")
        order_by = "-date"

    def render_protocol_no(self, record):
        """Name the body and its protocol; let the decision be downloaded where there is a copy."""
        words = self.value_protocol_no(record)
        if not record.decision_file:
            return words
        return format_html('<a href="{}">{}</a>', reverse("supervision:decision", args=[record.pk]), words)

    def value_protocol_no(self, record):
        """Name the body and its protocol."""
        return f"{record.body}, протокол №\u00a0{record.protocol_no}"


class ReportTable(tables.Table):
    """Annual reports of one member."""

    year = tables.Column("За год", linkify=lambda record: reverse("supervision:report", args=[record.year]))
    submitted_at = DayColumn("Представлен")
    version_count = tables.Column("Версий")
    remark_count = tables.Column("Замечаний")
    decided_at = DayColumn("Решение СРО")
    state = StateColumn("Состояние")

    class Meta:
        model = AnnualReport
        fields = ("year", "submitted_at", "version_count", "remark_count", "decided_at", "state")
        order_by = "-year"

    def render_year(self, value):
        """A year has no thousands to part."""
        return str(value)


class SpecialistTable(tables.Table):
    """Specialists who work for one member; only those who may see specialists get to it."""

    full_name = tables.Column("Специалист", linkify=lambda record: reverse("supervision:specialist", args=[record.pk]))
    role = ChoiceColumn("Роль")
    employment = ChoiceColumn("Занятость")
    nrs_number = tables.Column("Номер в НРС", attrs=WHOLE)
    nok_valid_to = DayColumn("НОК до")
    qualification = tables.Column("Квалификация", order_by="nok_valid_to")
    document_count = tables.Column("Документов")

    class Meta:
        model = Specialist
        fields = (
            "full_name",
            "role",
            "employment",
            "nrs_number",
            "nok_valid_to",
            "qualification",
            "document_count",
        )
        order_by = "full_name"

    def render_qualification(self, value):
        """Return the mark."""
        return state_mark(QUALIFICATION_TONES[value], self.value_qualification(value))

    def value_qualification(self, value):
        """Return the words."""
        return Specialist.Qualification(value).label.capitalize()
