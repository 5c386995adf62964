"""Filters of the cabinet's lists of correspondence."""

import django_filters
from django.db.models import Exists, OuterRef

from lk_addon.cabinet.widgets import DayInput
from lk_addon.correspondence.models import Letter, SubmissionKind, Thread
from lk_addon.correspondence.queries import found, not_read_by


class ThreadFilter(django_filters.FilterSet):
    """Words, who began it, kind, state, the days of its letters, news."""

    q = django_filters.CharFilter(label="Слова или №", method="search")
    began = django_filters.ChoiceFilter(
        label="Кто начал",
        method="by_side",
        choices=[(Letter.Direction.INCOMING, "мы"), (Letter.Direction.OUTGOING, "СРО")],
        empty_label="все",
    )
    kind = django_filters.ModelChoiceFilter(
        label="Вид", queryset=SubmissionKind.objects.all(), to_field_name="code", empty_label="любой"
    )
    state = django_filters.ChoiceFilter(label="Состояние", choices=Thread.State, empty_label="любое")
    since = django_filters.DateFilter(label="С", field_name="changed_at", lookup_expr="date__gte", widget=DayInput)
    until = django_filters.DateFilter(label="По", field_name="opened_at", lookup_expr="date__lte", widget=DayInput)
    unread = django_filters.ChoiceFilter(
        label="Прочитано", method="by_reading", choices=[("yes", "есть непрочитанное")], empty_label="не важно"
    )

    class Meta:
        model = Thread
        fields = []

    def search(self, queryset, _name, words):
        """Russian full text, and parts of numbers."""
        return found(queryset, words)

    def by_side(self, queryset, _name, side):
        """A thread that a member began has a kind."""
        return queryset.filter(kind__isnull=side == Letter.Direction.OUTGOING)

    def by_reading(self, queryset, _name, _value):
        """Threads with letters that this person has not opened."""
        letters = Letter.objects.filter(thread=OuterRef("pk"))
        return queryset.filter(Exists(not_read_by(self.request.user, letters)))


class NoticeFilter(django_filters.FilterSet):
    """By reading and day."""

    unread = django_filters.ChoiceFilter(
        label="Прочитано", choices=[("true", "не прочитано"), ("false", "прочитано")], method="by_reading",
        empty_label="все",
    )  # fmt: skip
    since = django_filters.DateFilter(label="С", field_name="sent_at", lookup_expr="date__gte", widget=DayInput)
    until = django_filters.DateFilter(label="По", field_name="sent_at", lookup_expr="date__lte", widget=DayInput)

    class Meta:
        model = Letter
        fields = []

    def by_reading(self, queryset, _name, value):
        """Opened by this person, or not."""
        return queryset.filter(unread=value == "true")
