"""The inbox of the back office."""

from django.contrib.admin import display
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.html import format_html
from wagtail_modeladmin.helpers import DjangoORMSearchHandler

from cms.core.search import fold
from lk_addon.cabinet.staff import ReadOnly
from lk_addon.cabinet.staff_lists import RegisterAdmin, RegisterIndexView
from lk_addon.correspondence.models import Letter, Thread
from lk_addon.correspondence.queries import letters_to_register, saying, threads_for_staff
from lk_addon.correspondence.staff import filters
from lk_addon.correspondence.staff.terms import term_of
from lk_addon.registry.staff_columns import BY_MEMBER, MemberColumns

CSS = ["lk_addon/correspondence/staff.css"]
OLDEST_FIRST = Letter.objects.filter(thread=OuterRef("pk")).order_by("sent_at", "pk")


class InboxView(RegisterIndexView):
    """The inbox, which also says how many letters wait for a number."""

    def get_context_data(self, **kwargs):
        """Count them for those who may give one."""
        user = self.request.user
        waiting = letters_to_register(user).count() if user.has_perm("correspondence.work_thread") else 0
        return super().get_context_data(to_register=waiting, **kwargs)


class ThreadSearch(DjangoORMSearchHandler):
    """Words as the member's own list finds them, and parts of the subject and of what names the member."""

    def search_queryset(self, queryset, search_term, **kwargs):
        """Leave the others out."""
        words = fold(search_term)
        if not words:
            return queryset
        named = super().search_queryset(Thread.objects.order_by(), words)
        return queryset.filter(saying(words) | Q(pk__in=named.values("pk")))


class ThreadAdmin(MemberColumns, RegisterAdmin):
    """The inbox of this employee's departments: what is open and due first comes first."""

    model = Thread
    menu_label = "Входящие"
    index_view_class = InboxView
    menu_icon = "mail"
    permission_helper_class = ReadOnly
    history_view_enabled = False
    index_view_extra_css = CSS
    index_template_name = "lk_addon/correspondence/staff/inbox.html"
    list_display = ["matter", "member", "state", "term", "holder"]
    more_columns = [
        *("member_number", "member_inn", "department", "kind", "receipt_no", "incoming_no"),
        *("opened_at", "changed_at", "closed_at"),
    ]
    file_values = {"matter": "subject", "term": "due_on", "department": "department__name"}
    screen_only = ["holder"]
    list_select_related = ["member", "kind", "department", "assignee"]
    list_filter = [
        filters.StateFilter,
        filters.TermFilter,
        filters.HolderFilter,
        filters.RegisteredFilter,
        filters.DepartmentFilter,
        filters.KindFilter,
        "opened_at",
    ]
    ordering = ["-closed_at", "due_on", "-changed_at"]  # what was never closed comes first
    search_handler_class = ThreadSearch
    search_fields = ["subject", *BY_MEMBER]

    def get_queryset(self, request):
        """Those of this employee's departments, without notices, with their numbers."""
        seen = threads_for_staff(request.user).values("pk")
        return (
            super()
            .get_queryset(request)
            .filter(pk__in=seen, kind__isnull=False)
            .annotate(
                receipt=Subquery(OLDEST_FIRST.values("number")[:1]),
                registered=Subquery(OLDEST_FIRST.values("registration__number")[:1]),
            )
        )

    @display(description="обращение", ordering="subject")
    def matter(self, thread):
        """The subject, which leads to the thread's page, with its kind and number."""
        return format_html(
            '<a href="{}">{}</a><small class="corr-under">{} · {}</small>',
            reverse("correspondence_thread", args=[thread.pk]),
            thread.subject,
            thread.registered or thread.receipt,
            thread.kind.title,
        )

    @display(description="срок", ordering="due_on")
    def term(self, thread):
        """The term with its colour."""
        term = term_of(thread)
        return format_html('<span class="corr-term corr-term-{}">{}</span>', term.tone, term.text)

    @display(description="кто отвечает", ordering="department__name")
    def holder(self, thread):
        """The department, and who of it works on the matter."""
        who = thread.assignee or ("не назначен" if thread.is_open else "")
        return format_html('{}<small class="corr-under">{}</small>', thread.department or "—", who)

    @display(description="номер приёма")
    def receipt_no(self, thread):
        """The number of the receipt."""
        return thread.receipt

    @display(description="входящий номер")
    def incoming_no(self, thread):
        """The number that the SRO gave."""
        return thread.registered or "—"
