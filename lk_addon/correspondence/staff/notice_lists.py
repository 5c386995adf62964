"""Lists of notices and of who read them."""

from django.contrib.admin import display
from django.db.models import Min, Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList

from lk_addon.accounts.queries import all_mandates_in_force
from lk_addon.cabinet.staff import NoDeletion, ReadOnly
from lk_addon.cabinet.staff_lists import RegisterAdmin
from lk_addon.correspondence.models import Notice, NoticeDelivery
from lk_addon.correspondence.staff import filters
from lk_addon.correspondence.staff.lists import CSS
from lk_addon.correspondence.staff.notices import NoticeCreateView, NoticeEditView, NoticeForm
from lk_addon.registry.staff_columns import BY_MEMBER, MemberColumns


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
