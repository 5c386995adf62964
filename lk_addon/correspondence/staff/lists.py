"""Lists of the back office: the inbox, notices and who read them, templates, kinds and their terms."""

from django.contrib.admin import display
from django.db.models import Min, OuterRef, Prefetch, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail_modeladmin.options import ModelAdmin

from cms.users.confirmation import recent_confirmation_required
from lk_addon.accounts.queries import all_mandates_in_force
from lk_addon.cabinet.staff import NoDeletion, ReadOnly
from lk_addon.cabinet.staff_lists import RegisterAdmin, RegisterIndexView
from lk_addon.correspondence.models import (
    KindTerms,
    Letter,
    Notice,
    NoticeDelivery,
    ReplyTemplate,
    SubmissionKind,
    Thread,
    UnavailabilityCertificate,
)
from lk_addon.correspondence.queries import letters_to_register, threads_for_staff
from lk_addon.correspondence.staff import filters, kinds
from lk_addon.correspondence.staff.notices import NoticeCreateView, NoticeEditView, NoticeForm
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
    search_fields = ["subject", "letters__number", "letters__registration__number", "letters__text", *BY_MEMBER]

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


class NoticePermissions(NoDeletion):
    """A notice is changed until it is confirmed."""

    def user_can_edit_obj(self, user, obj):
        """Refuse to change what members have got."""
        return obj.is_draft and super().user_can_edit_obj(user, obj)


class NoticeAdmin(RegisterAdmin):
    """Notices, the newest first."""

    model = Notice
    menu_label = "Уведомления"
    menu_icon = "bullhorn"
    permission_helper_class = NoticePermissions
    history_view_enabled = False
    index_view_extra_css = CSS
    create_view_class = NoticeCreateView
    edit_view_class = NoticeEditView
    list_display = ["subject_link", "audience", "state", "created_at", "confirmed_at", "confirmed_by"]
    more_columns = ["department", "finished_at"]
    file_values = {"subject_link": "subject"}
    list_select_related = ["department", "confirmed_by"]
    list_filter = ["state", "audience", "confirmed_at"]
    search_fields = ["subject", "text"]
    edit_handler = ObjectList(
        [
            FieldPanel("subject"),
            FieldPanel("text"),
            FieldPanel("department"),
            FieldPanel("uploads"),
            FieldPanel("kept"),
            MultiFieldPanel(
                [
                    FieldPanel("audience"),
                    FieldPanel("region"),
                    FieldRowPanel([FieldPanel("fund"), FieldPanel("level")]),
                    FieldPanel("numbers"),
                ],
                heading="Получатели",
            ),
        ],
        base_form_class=NoticeForm,
    )

    @display(description="тема", ordering="subject")
    def subject_link(self, notice):
        """Lead to the page with the text, its recipients and its progress."""
        return format_html('<a href="{}">{}</a>', reverse("correspondence_notice", args=[notice.pk]), notice.subject)


class DeliveryAdmin(MemberColumns, RegisterAdmin):
    """Who got a notice and which of the representatives have read it."""

    model = NoticeDelivery
    menu_label = "Кто прочитал"
    menu_icon = "view"
    permission_helper_class = ReadOnly
    history_view_enabled = False
    index_view_extra_css = CSS
    list_display = ["member", "notice", "state", "readers", "not_read"]
    more_columns = ["member_number", "member_inn", "letter_no", "first_read"]
    list_select_related = ["member", "notice", "letter"]
    list_filter = [filters.ReadFilter, filters.NoticeFilter, "state"]
    search_fields = ["notice__subject", "letter__number", *BY_MEMBER]

    def get_queryset(self, request):
        """Add the readings, and those who may read."""
        mandates = all_mandates_in_force().order_by("label_number")
        return (
            super()
            .get_queryset(request)
            .annotate(read_at=Min("letter__readings__at"))
            .prefetch_related("letter__readings", Prefetch("member__mandates", mandates, to_attr="acting_mandates"))
        )

    @display(description="прочитано впервые", ordering="read_at")
    def first_read(self, row):
        """When anybody of the member opened it first."""
        return timezone.localtime(row.read_at).strftime("%d.%m.%Y %H:%M") if row.read_at else "нет"

    @display(description="кто прочитал")
    def readers(self, row):
        """Logins with the time of the first opening."""
        readings = sorted(row.letter.readings.all(), key=lambda reading: reading.at) if row.letter else []
        return "; ".join(f"{one.login_label} {timezone.localtime(one.at):%d.%m.%Y %H:%M}" for one in readings) or "—"

    @display(description="кто не прочитал")
    def not_read(self, row):
        """Logins of those who may act for the member today and have not opened it."""
        read = {reading.user_id for reading in row.letter.readings.all()} if row.letter else set()
        waiting = [one.login_label for one in row.member.acting_mandates if one.user_id not in read]
        return ", ".join(waiting) or "—"

    @display(description="исходящий номер", ordering="letter__number")
    def letter_no(self, row):
        """The number of the letter."""
        return row.letter.number if row.letter else "—"


class TemplateAdmin(ModelAdmin):
    """Templates of answers."""

    model = ReplyTemplate
    menu_label = "Шаблоны ответов"
    menu_icon = "doc-full"
    permission_helper_class = NoDeletion
    history_view_enabled = False
    create_view_class = kinds.TemplateCreateView
    edit_view_class = kinds.TemplateEditView
    index_view_extra_css = CSS
    create_template_name = "lk_addon/correspondence/staff/template_create.html"
    edit_template_name = "lk_addon/correspondence/staff/template_edit.html"
    list_display = ["title", "whose", "offered"]
    list_select_related = ["department"]
    search_fields = ["title", "text"]
    list_per_page = 50
    panels = [FieldPanel("title"), FieldPanel("department"), FieldPanel("text"), FieldPanel("is_on")]

    @display(description="отдел", ordering="department__name")
    def whose(self, template):
        """The department, or that it is for all."""
        return template.department or "все отделы"

    @display(description="предлагается", ordering="is_on")
    def offered(self, template):
        """Whether answers may begin with it."""
        return "да" if template.is_on else "нет"


class KindPermissions(NoDeletion):
    """Kinds come with the program: staff change them, they make none."""

    def user_can_create(self, user):
        """Refuse."""
        return False


class KindAdmin(ModelAdmin):
    """Kinds of requests and documents."""

    model = SubmissionKind
    menu_label = "Виды обращений"
    menu_icon = "list-ul"
    permission_helper_class = KindPermissions
    history_view_enabled = False
    index_view_extra_css = CSS
    edit_view_class = kinds.KindEditView
    list_display = ["title", "section", "department", "signature", "answer_term", "taken_in"]
    list_select_related = ["department"]
    search_fields = ["title", "code", "clause"]
    list_per_page = 50
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [FieldPanel("title"), FieldPanel("clause"), FieldPanel("help_text"), FieldPanel("order")],
                heading="Что видит член СРО",
            ),
            MultiFieldPanel([FieldPanel("extensions"), FieldPanel("files_wanted")], heading="Файлы"),
            MultiFieldPanel([FieldPanel("department"), FieldPanel("registers_itself")], heading="Работа"),
            MultiFieldPanel([FieldPanel("is_on"), FieldPanel("off_message")], heading="Приём"),
        ],
        base_form_class=kinds.KindForm,
    )

    def get_queryset(self, request):
        """Add the terms of today."""
        terms = KindTerms.objects.filter(kind=OuterRef("pk"), valid_from__lte=timezone.localdate())
        latest = terms.order_by("-valid_from")
        return (
            super()
            .get_queryset(request)
            .annotate(
                policy=Subquery(latest.values("signature_policy")[:1]),
                workdays=Subquery(latest.values("answer_workdays")[:1]),
            )
        )

    @display(description="принимается", ordering="is_on")
    def taken_in(self, kind):
        """Whether it is taken in now."""
        return "да" if kind.is_on else "нет"

    @display(description="подпись")
    def signature(self, kind):
        """The policy of today."""
        return dict(KindTerms._meta.get_field("signature_policy").choices).get(kind.policy, "—")

    @display(description="ответ, раб. дней", ordering="workdays")
    def answer_term(self, kind):
        """The term of today."""
        return kind.workdays or "—"

    def edit_view(self, request, instance_pk):
        """Change a kind after the password was typed a moment ago: its switch closes a door for all members."""
        return confirmed(super().edit_view, self, request)(request, instance_pk)


class TermsPermissions(NoDeletion):
    """Terms are superseded by new rows, not typed over (REQ-7.3)."""

    def user_can_edit_obj(self, user, obj):
        """Refuse."""
        return False


class TermsAdmin(ModelAdmin):
    """Terms of kinds by the day since which they hold."""

    model = KindTerms
    menu_label = "Условия приёма"
    menu_icon = "history"
    permission_helper_class = TermsPermissions
    history_view_enabled = False
    create_view_class = kinds.TermsCreateView
    index_view_extra_css = CSS
    list_display = ["kind", "valid_from", "signature_policy", "answer_workdays", "member_workdays", "ground"]
    list_select_related = ["kind"]
    search_fields = ["kind__title", "ground"]
    list_per_page = 50
    panels = [
        MultiFieldPanel([FieldPanel("kind"), FieldPanel("valid_from"), FieldPanel("ground")], heading="Основание"),
        MultiFieldPanel([FieldPanel("signature_policy"), FieldPanel("signature_reason")], heading="Подпись"),
        FieldRowPanel([FieldPanel("answer_workdays"), FieldPanel("member_workdays")], heading="Сроки"),
    ]

    def create_view(self, request):
        """Supersede terms after the password was typed a moment ago."""
        return confirmed(super().create_view, self, request)(request)


def confirmed(view, admin, request):
    """Return ``view`` that asks for the password first, of those who may change rows at all."""
    permissions, user = admin.permission_helper, request.user
    may = permissions.user_can_create(user) or user.has_perm("correspondence.change_submissionkind")
    return recent_confirmation_required(view) if may else view


class CertificateAdmin(MemberColumns, RegisterAdmin):
    """Certificates of unavailability that members have taken."""

    model = UnavailabilityCertificate
    menu_label = "Справки о недоступности"
    menu_icon = "time"
    permission_helper_class = ReadOnly
    history_view_enabled = False
    list_display = ["number", "member", "starts_at", "ends_at", "issued_at", "download"]
    more_columns = ["member_number", "member_inn", "sha256", "title"]
    file_values = {"download": "sha256"}
    list_select_related = ["member"]
    list_filter = ["issued_at"]
    search_fields = ["number", *BY_MEMBER]

    @display(description="файл")
    def download(self, row):
        """Lead to the file."""
        return format_html('<a href="{}">PDF</a>', reverse("correspondence_certificate", args=[row.pk]))
