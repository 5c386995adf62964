"""Tables of correspondence in the cabinet."""

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst

from lk_addon.cabinet.columns import DayColumn
from lk_addon.correspondence.models import Draft, Letter, Thread
from lk_addon.correspondence.unavailability import member_term

WHOLE = {"td": {"class": "cab-day"}}  # a cell that does not wrap
UNREAD = {"class": lambda record: "corr-unread" if record.unread else ""}


def state_mark(tone, label):
    """Return a state with its dot."""
    return format_html('<span class="state state-{}">{}</span>', tone, label)


class ThreadTable(tables.Table):
    """Threads of one member, those with news in bold."""

    number = tables.Column("№", attrs=WHOLE)
    opened_at = DayColumn("Начата", visible=False)
    subject = tables.Column("Тема", linkify=lambda record: reverse("correspondence:thread", args=[record.pk]))
    kind = tables.Column("Вид", accessor="kind__title", empty_values=())
    incoming_no = tables.Column("Входящий № СРО", visible=False)
    letter_count = tables.Column("Писем", visible=False)
    changed_at = DayColumn("Последнее письмо")
    due_on = DayColumn("Срок", empty_values=())
    state = tables.Column("Состояние")
    unread = tables.Column("Не прочитано", visible=False)

    class Meta:
        model = Thread
        fields = (
            "number",
            "opened_at",
            "subject",
            "kind",
            "incoming_no",
            "letter_count",
            "changed_at",
            "due_on",
            "state",
            "unread",
        )
        order_by = "-changed_at"
        row_attrs = UNREAD

    def render_kind(self, record):
        """A thread that the SRO began has none."""
        return record.kind.title if record.kind else "От СРО"

    def value_kind(self, record):
        """The same in a workbook."""
        return self.render_kind(record)

    def render_due_on(self, record):
        """Say who owes an answer, and until when."""
        if record.member_due_on:
            return format_html("вам до <b>{}</b>", f"{member_term(record.member_due_on).on:%d.%m.%Y}")
        if record.is_open and record.due_on:
            return f"СРО до {record.due_on:%d.%m.%Y}"
        return "—"

    def value_due_on(self, record):
        """The day alone."""
        term = member_term(record.member_due_on)
        return term.on if term else (record.due_on if record.is_open else None)

    def render_state(self, record):
        """The state with its dot, and whether there are news."""
        return state_mark(record.tone, self.value_state(record))

    def value_state(self, record):
        """The state in words."""
        return capfirst(record.get_state_display())


class NoticeTable(tables.Table):
    """Notices of the SRO, unread ones in bold."""

    sent_at = DayColumn("Дата")
    number = tables.Column("№", attrs=WHOLE)
    subject = tables.Column(
        "О чём",
        accessor="thread__subject",
        linkify=lambda record: reverse("correspondence:thread", args=[record.thread_id]) + f"#letter-{record.pk}",
    )
    author_label = tables.Column("От кого")
    unread = tables.Column("Прочитано вами", order_by="unread")

    class Meta:
        model = Letter
        fields = ("sent_at", "number", "subject", "author_label", "unread")
        order_by = "-sent_at"
        row_attrs = UNREAD

    def render_unread(self, record):
        """Whether it was opened."""
        return state_mark("soon", "Не прочитано") if record.unread else state_mark("past", "Прочитано")

    def value_unread(self, record):
        """The same in a workbook."""
        return "нет" if record.unread else "да"


class DraftTable(tables.Table):
    """What was begun and not sent."""

    kind = tables.Column(
        "Что", accessor="kind__title", linkify=lambda record: reverse("correspondence:draft", args=[record.pk])
    )
    about = tables.Column("Тема", accessor="pk", orderable=False)
    author_label = tables.Column("Кто начал")
    updated_at = tables.DateTimeColumn(verbose_name="Сохранён", format="d.m.Y H:i", attrs=WHOLE)
    discard = tables.Column("", accessor="pk", orderable=False, exclude_from_export=True)

    class Meta:
        model = Draft
        fields = ("kind", "about", "author_label", "updated_at", "discard")
        order_by = "-updated_at"

    def render_about(self, record):
        """What was typed as the subject, or the thread that it is written in."""
        return record.about or "—"

    def value_about(self, record):
        """The same in a workbook."""
        return record.about

    def render_discard(self, record):
        """Lead to the page that asks first."""
        return format_html('<a href="{}">Удалить</a>', reverse("correspondence:discard_draft", args=[record.pk]))
