"""Mailings in the back office."""

from django.urls import path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail_modeladmin.options import modeladmin_register

from lk_addon.cabinet.staff import NoDeletion
from lk_addon.cabinet.staff_lists import RegisterAdmin
from lk_addon.mailings import staff_views
from lk_addon.mailings.models import Mailing
from lk_addon.registry.audience import AudienceForm


@hooks.register("register_admin_urls")
def register_act_urls():
    """Give the mailing's page and the acts their addresses."""
    return [
        path("mailings/<int:pk>/", staff_views.overview, name="mailings_overview"),
        path("mailings/<int:pk>/letter/", staff_views.letter, name="mailings_letter"),
        path("mailings/<int:pk>/test/", staff_views.TestView.as_view(), name="mailings_test"),
        path("mailings/<int:pk>/send/", staff_views.ConfirmView.as_view(), name="mailings_send"),
        path("mailings/<int:pk>/stop/", staff_views.StopView.as_view(), name="mailings_stop"),
    ]


class DraftsOnly(NoDeletion):
    """A mailing is changed until it is confirmed."""

    def user_can_edit_obj(self, user, obj):
        """Refuse to change what people have got."""
        return obj.is_draft and super().user_can_edit_obj(user, obj)


class MailingAdmin(RegisterAdmin):
    """The log of mailings, the newest first."""

    model = Mailing
    menu_label = "Рассылки"
    menu_icon = "mail"
    menu_order = 345
    permission_helper_class = DraftsOnly
    history_view_enabled = False
    list_display = ["subject_link", "category", "audience", "state", "created_at", "confirmed_at", "confirmed_by"]
    list_select_related = ["confirmed_by"]
    more_columns = ["finished_at"]
    list_filter = ["state", "category", "confirmed_at"]
    search_fields = ["subject"]
    edit_handler = ObjectList(
        [
            FieldPanel("subject"),
            FieldPanel("category"),
            FieldPanel("body"),
            MultiFieldPanel(
                [
                    FieldPanel("audience"),
                    FieldPanel("region"),
                    FieldPanel("fund"),
                    FieldPanel("level"),
                    FieldPanel("numbers"),
                ],
                heading="Получатели",
            ),
        ],
        base_form_class=AudienceForm,
    )

    def subject_link(self, mailing):
        """Lead to the page with the letter, its recipients and its progress."""
        return format_html('<a href="{}">{}</a>', reverse("mailings_overview", args=[mailing.pk]), mailing.subject)

    subject_link.short_description = "тема"
    subject_link.admin_order_field = "subject"


modeladmin_register(MailingAdmin)
