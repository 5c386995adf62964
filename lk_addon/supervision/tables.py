"""Tables of the cabinet's pages about control."""

import django_tables2 as tables
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join

from lk_addon.cabinet.columns import DayColumn
from lk_addon.supervision.models import (
    AnnualReport,
    DisciplinaryAction,
    Inspection,
    ReportVersion,
    RequestedDocument,
    Specialist,
    SpecialistDocument,
    Violation,
)

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


class OwnMeasureTable(MeasureTable):
    """Measures taken after one inspection, which the page itself names."""

    text = tables.Column("Содержание")

    class Meta(MeasureTable.Meta):
        exclude = ("inspection",)
        orderable = False
        order_by = ()


class RequestedDocumentTable(tables.Table):
    """The list of documents of one inspection."""

    name = tables.Column("Документ")
    is_required = tables.BooleanColumn(verbose_name="Обязателен", visible=False)  # shown with the name
    state = StateColumn("Состояние")
    received_at = DayColumn(verbose_name="Получен")
    remark = tables.Column("Замечание", visible=False)
    file = tables.Column("Файл", accessor="pk", exclude_from_export=True)

    class Meta:
        model = RequestedDocument
        fields = ("name", "is_required", "state", "received_at", "remark", "file")
        orderable = False

    def render_name(self, record):
        """Say what may be left out, and what the SRO remarked."""
        return format_html(
            "{}{}{}",
            record.name,
            "" if record.is_required else " (по желанию)",
            format_html(' <span class="sup-remark">{}</span>', record.remark) if record.remark else "",
        )

    def value_name(self, record):
        """Export the name alone."""
        return record.name

    def value_is_required(self, value):
        """Export yes or no."""
        return value

    def render_file(self, record):
        """Let what was received be downloaded."""
        files = [
            (reverse("supervision:presented_file", args=[row.pk]), row.file.name) for row in record.presented.all()
        ]
        if record.file:
            files.append((reverse("supervision:requested_document", args=[record.pk]), record.file_name))
        return format_html_join("", '<a class="d-block" href="{}">{}</a>', files) or "—"


class ViolationTable(tables.Table):
    """The violations that an act names."""

    norm = tables.Column("Норма")
    text = tables.Column("В чём нарушение")
    state = tables.Column("Состояние", empty_values=())
    cure_by = DayColumn(verbose_name="Устранить до")
    cured_at = DayColumn(verbose_name="Устранено", visible=False)
    evidence = tables.Column("Чем подтверждено", visible=False)

    class Meta:
        model = Violation
        fields = ("norm", "text", "state", "cure_by", "cured_at", "evidence")
        orderable = False

    def render_state(self, record):
        """Show the state with its dot, and by what a cure is proved."""
        mark = state_mark(
            "good" if record.cured_at else "bad" if record.is_overdue else "soon", self.value_state(record)
        )
        if not record.evidence:
            return mark
        return format_html('{} <span class="d-block form-text mt-0">{}</span>', mark, record.evidence)

    def value_state(self, record):
        """Write it in words."""
        if record.cured_at:
            return f"Устранено {record.cured_at:%d.%m.%Y}"
        if record.is_overdue:
            return "Срок истёк"
        return "Устраняется" if record.cure_by else "Срок ещё не назначен"


class ReportVersionTable(tables.Table):
    """What was submitted as one report, and what the SRO remarked."""

    number = tables.Column("Версия")
    submitted_at = DayColumn(verbose_name="Сдана")
    file_name = tables.Column(
        "Файл",
        linkify=lambda record: reverse("supervision:report_file", args=[record.pk]) if record.file else None,
        attrs=WHOLE,
        default="PDF готовится",
    )
    remarks = tables.Column("Замечания СРО", empty_values=())

    class Meta:
        model = ReportVersion
        fields = ("number", "submitted_at", "file_name", "remarks")
        orderable = False

    def render_remarks(self, record):
        """Show the remarks with their days."""
        marks = format_html_join(
            "",
            '<p class="sup-remark">{} <span class="d-block form-text mt-0">{}</span></p>',
            ((one.text, date_format(timezone.localdate(one.at), "d.m.Y")) for one in record.remarks.all()),
        )
        return marks or "нет"

    def value_remarks(self, record):
        """Write them in lines."""
        return "\n".join(f"{timezone.localdate(one.at):%d.%m.%Y}: {one.text}" for one in record.remarks.all())


class SpecialistDocumentTable(tables.Table):
    """Documents of one specialist; only those who may read them get to it."""

    kind = tables.Column("Документ")
    file_name = tables.Column(
        "Файл", linkify=lambda record: reverse("supervision:specialist_document", args=[record.pk])
    )
    added_at = DayColumn(verbose_name="Приложен")

    class Meta:
        model = SpecialistDocument
        fields = ("kind", "file_name", "added_at")
        orderable = False

    def render_kind(self, record):
        """Begin with a capital letter."""
        return record.get_kind_display().capitalize()


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
