"""Tables of the cabinet's pages about meetings."""

import django_tables2 as tables
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html

from lk_addon.cabinet.columns import DayColumn
from lk_addon.meetings.announcing import sums
from lk_addon.meetings.models import AgendaItem, Material, Meeting

SECRET = ("Тайное голосование.", "Голосуют на собрании.")


class MomentColumn(DayColumn):
    """A moment with its hour."""

    def render(self, value):
        """Return «15.12.2026, 11:00» with the moment for machines."""
        local = timezone.localtime(value)
        return format_html('<time datetime="{}">{}</time>', value.isoformat(), date_format(local, "d.m.Y, H:i"))


class MeetingTable(tables.Table):
    """Meetings of one member."""

    starts_at = MomentColumn("Когда")
    title = tables.Column("Собрание", linkify=lambda record: reverse("meetings:meeting", args=[record.pk]))
    kind = tables.Column("Вид")
    form = tables.Column("Форма")
    place = tables.Column("Место", visible=False)
    ballot_deadline = MomentColumn("Бюллетени до")
    state = tables.Column("Состояние")

    class Meta:
        model = Meeting
        fields = ("starts_at", "title", "kind", "form", "place", "ballot_deadline", "state")

    def render_state(self, record, value):
        """Return the state with its dot."""
        return format_html('<span class="state state-{}">{}</span>', record.tone, str(value).capitalize())

    def value_state(self, value):
        """Return the words."""
        return str(value).capitalize()

    def render_kind(self, value):
        """Begin with a capital letter."""
        return str(value).capitalize()

    def render_form(self, value):
        """Begin with a capital letter."""
        return str(value).capitalize()


class AgendaTable(tables.Table):
    """The agenda with drafts of decisions, and what was decided."""

    number = tables.Column("№")
    text = tables.Column("Вопрос")
    draft_decision = tables.Column("Проект решения", visible=False)
    is_secret = tables.BooleanColumn(verbose_name="Тайное", visible=False)
    majority = tables.Column("Решение принимает", empty_values=())
    result = tables.Column("Итог", empty_values=(), orderable=False)

    class Meta:
        model = AgendaItem
        fields = ("number", "text", "draft_decision", "is_secret", "majority", "result")
        orderable = False

    def render_text(self, record):
        """Add the draft of the decision, and that the vote is secret."""
        return format_html(
            "{}{}{}",
            record.text,
            format_html('<span class="meet-draft">Проект решения: {}</span>', record.draft_decision)
            if record.is_voted
            else "",
            format_html('<span class="meet-draft"><strong>{}</strong> {}</span>', *SECRET)
            if record.is_secret and record.is_voted
            else "",
        )

    def value_text(self, record):
        """Export the question alone."""
        return record.text

    def value_is_secret(self, value):
        """Export yes or no."""
        return value

    def render_majority(self, record):
        """Say it of what is voted on."""
        return record.get_majority_display().capitalize() if record.is_voted else "не голосуется"

    def render_result(self, record):
        """Show the approved sums with the decision."""
        result = getattr(record, "result", None)
        if result is None:
            return "—"
        tone = "good" if result.is_adopted else "bad"
        return format_html(
            '<span class="state state-{}">{}</span><span class="meet-draft">{}</span>',
            tone,
            str(result).capitalize(),
            sums(result),
        )

    def value_result(self, record):
        """Write it in words."""
        result = getattr(record, "result", None)
        return f"{result}: {sums(result)}".capitalize() if result else ""


class MaterialTable(tables.Table):
    """Papers of a meeting."""

    title = tables.Column("Материал", linkify=lambda record: reverse("meetings:material", args=[record.pk]))
    file_name = tables.Column("Файл")
    added_at = DayColumn("Добавлен")

    class Meta:
        model = Material
        fields = ("title", "file_name", "added_at")
        orderable = False
