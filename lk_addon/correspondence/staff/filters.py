"""Filters of the lists of threads and of readers of notices."""

from django.contrib.admin import SimpleListFilter
from django.contrib.auth.models import Group
from django.db.models import Exists, OuterRef
from django.utils import timezone

from lk_addon.correspondence.models import Letter, Notice, Reading, SubmissionKind, Thread
from lk_addon.correspondence.queries import threads_for_staff
from lk_addon.correspondence.staff.terms import soon_until


class StateFilter(SimpleListFilter):
    """Open and settled threads, and each state."""

    title = "состояние"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        """Name them."""
        states = [choice for choice in Thread.State.choices if choice[0] != Thread.State.TOLD]
        return [("open", "все открытые"), ("closed", "все закрытые"), *states]

    def queryset(self, request, queryset):
        """Leave the others out."""
        match self.value():
            case None:
                return queryset
            case "open":
                return queryset.filter(state__in=Thread.OPEN)
            case "closed":
                return queryset.exclude(state__in=Thread.OPEN)
            case state:
                return queryset.filter(state=state)


class TermFilter(SimpleListFilter):
    """By how the SRO's term stands."""

    title = "срок"
    parameter_name = "term"

    def lookups(self, request, model_admin):
        """Name the four."""
        return [("late", "просрочен"), ("soon", "до двух рабочих дней"), ("ok", "есть время"), ("stands", "стоит")]

    def queryset(self, request, queryset):
        """Leave the others out."""
        if not self.value():
            return queryset
        open_ones, today = queryset.filter(state__in=Thread.OPEN), timezone.localdate()
        if self.value() == "stands":
            return open_ones.exclude(stopped_on=None)
        running = open_ones.filter(stopped_on=None)
        match self.value():
            case "late":
                return running.filter(due_on__lt=today)
            case "soon":
                return running.filter(due_on__range=(today, soon_until(today)))
            case _:
                return running.filter(due_on__gt=soon_until(today))


class HolderFilter(SimpleListFilter):
    """By who works on it."""

    title = "исполнитель"
    parameter_name = "holder"

    def lookups(self, request, model_admin):
        """Name oneself and nobody."""
        return [("me", "я"), ("nobody", "не назначен")]

    def queryset(self, request, queryset):
        """Leave the others out."""
        match self.value():
            case "me":
                return queryset.filter(assignee=request.user)
            case "nobody":
                return queryset.filter(assignee=None)
            case _:
                return queryset


class DepartmentFilter(SimpleListFilter):
    """By department: those of which this employee sees threads."""

    title = "отдел"
    parameter_name = "department"

    def lookups(self, request, model_admin):
        """Name them."""
        seen = threads_for_staff(request.user).order_by().values("department")
        return list(Group.objects.filter(pk__in=seen).order_by("name").values_list("pk", "name"))

    def queryset(self, request, queryset):
        """Leave the others out."""
        value = self.value() or ""
        return queryset.filter(department=value) if value.isdecimal() else queryset


class KindFilter(SimpleListFilter):
    """By kind of request or document."""

    title = "вид"
    parameter_name = "kind"

    def lookups(self, request, model_admin):
        """Name them."""
        return list(SubmissionKind.objects.values_list("pk", "title"))

    def queryset(self, request, queryset):
        """Leave the others out."""
        value = self.value() or ""
        return queryset.filter(kind=value) if value.isdecimal() else queryset


class RegisteredFilter(SimpleListFilter):
    """Threads with a letter that has no incoming number."""

    title = "регистрация"
    parameter_name = "registered"

    def lookups(self, request, model_admin):
        """Name the two."""
        return [("no", "есть незарегистрированные"), ("yes", "всё зарегистрировано")]

    def queryset(self, request, queryset):
        """Ask for the letters."""
        waiting = Exists(
            Letter.objects.filter(thread=OuterRef("pk"), direction=Letter.Direction.INCOMING, registration__isnull=True)
        )
        match self.value():
            case "no":
                return queryset.filter(waiting)
            case "yes":
                return queryset.filter(~waiting)
            case _:
                return queryset


class NoticeFilter(SimpleListFilter):
    """Deliveries of one notice."""

    title = "уведомление"
    parameter_name = "notice"
    SHOWN = 30

    def lookups(self, request, model_admin):
        """Name the latest, and the one that the address asks for."""
        sent = Notice.objects.exclude(state=Notice.State.DRAFT).order_by("-created_at")
        rows = list(sent.values_list("pk", "subject")[: self.SHOWN])
        asked = request.GET.get(self.parameter_name, "")
        if asked.isdecimal() and int(asked) not in dict(rows):
            rows += sent.filter(pk=asked).values_list("pk", "subject")
        return rows

    def queryset(self, request, queryset):
        """Leave the others out."""
        value = self.value() or ""
        return queryset.filter(notice=value) if value.isdecimal() else queryset


class ReadFilter(SimpleListFilter):
    """«Кто не прочитал»: by whether anybody of the member has opened the letter."""

    title = "прочтение"
    parameter_name = "read"

    def lookups(self, request, model_admin):
        """Name the two."""
        return [("no", "никто не прочитал"), ("yes", "прочитано")]

    def queryset(self, request, queryset):
        """Ask for the readings."""
        read = Exists(Reading.objects.filter(letter=OuterRef("letter")))
        match self.value():
            case "no":
                return queryset.filter(~read)
            case "yes":
                return queryset.filter(read)
            case _:
                return queryset
