"""Outages in the staff admin: the menu, the short form, acts on a notice with one click."""

from django.contrib.auth.models import Permission
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.admin.widgets.button import Button
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from home.outages import queries, rules, views
from home.outages.models import OutageNotice, OutageTemplate, Phase

#: Acts on a notice: address, label, icon, phases in which each makes sense.
ACTS = (
    ("outages_update", "Добавить сообщение о ходе работ", "comment-add", (Phase.UPCOMING, Phase.RUNNING)),
    ("outages_end", "Завершить сейчас", "check", (Phase.RUNNING,)),
    ("outages_cancel", "Отменить перерыв", "cross", (Phase.UPCOMING,)),
)


class MomentColumn(Column):
    """A day and an hour in Moscow: Wagtail's own column tells how long ago, and outages are ahead too."""

    def get_value(self, instance):
        """Return the moment in words."""
        moment = super().get_value(instance)
        return date_format(timezone.localtime(moment), "j E Y, H:i") if moment else "не определено"


class NoticeListing(PageListingViewSet):
    """All notices, drafts too, in one list."""

    model = OutageNotice
    name = "outage_notices"
    url_prefix = "outages/notices"
    menu_label = "Все перерывы"
    icon = "list-ul"
    add_to_admin_menu = False
    columns = [
        *(
            column
            for column in PageListingViewSet.columns
            if column.name not in ("parent", "latest_revision_created_at")
        ),
        Column("phase", label="Сейчас", accessor="phase.label"),
        MomentColumn("starts_at", label="Начало", sort_key="starts_at"),
        MomentColumn("ends_at", label="Окончание", sort_key="ends_at"),
    ]


class TemplateViewSet(SnippetViewSet):
    """Prepared notices."""

    model = OutageTemplate
    menu_label = "Шаблоны"
    icon = "copy"
    list_display = [
        "name",
        Column("get_kind_display", label="Вид", sort_key="kind"),
        Column("get_effect_display", label="Что с сервисами", sort_key="effect"),
    ]
    menu_item_is_registered = True  # in the menu of this section, not among the snippets


class AnnouncersMenuItem(MenuItem):
    """Shown to those who may announce an outage."""

    def is_shown(self, request):
        """Ask the rule."""
        return rules.may_announce(request.user)


class OutagePanel(Component):
    """Running and coming outages on the admin's first page, with what can be done about them."""

    template_name = "home/outages/admin/panel.html"
    order = 50

    def get_context_data(self, parent_context):
        """List the notices of the banner with their acts."""
        user = parent_context["request"].user
        notices = [(notice, list(act_buttons(notice, user))) for notice in queries.banner_notices()]
        return {"notices": notices, "announce_url": reverse("outages_announce")}


register_snippet(TemplateViewSet)
notice_listing = NoticeListing()


@hooks.register("register_admin_viewset")
def register_notice_listing():
    """Give the list its addresses."""
    return notice_listing


@hooks.register("register_admin_urls")
def register_urls():
    """Give the short form and the acts their addresses."""
    return [
        path("outages/announce/", views.AnnounceView.as_view(), name="outages_announce"),
        path("outages/<int:pk>/end/", views.EndView.as_view(), name="outages_end"),
        path("outages/<int:pk>/cancel/", views.CancelView.as_view(), name="outages_cancel"),
        path("outages/<int:pk>/update/", views.UpdateView.as_view(), name="outages_update"),
    ]


@hooks.register("register_permissions")
def register_right_to_announce():
    """Let administrators give it to other groups."""
    return Permission.objects.filter(content_type__app_label="outages", codename="announce_outage")


@hooks.register("register_admin_menu_item")
def register_menu():
    """Show the section in the menu, beside pages: an outage is announced in a hurry."""
    items = [
        AnnouncersMenuItem("Объявить перерыв", reverse("outages_announce"), name="announce", icon_name="warning"),
        AnnouncersMenuItem("Все перерывы", reverse("outage_notices:index"), name="notices", icon_name="list-ul"),
        OutageTemplate.snippet_viewset.get_menu_item(order=300),
    ]
    return SubmenuMenuItem("Перерывы", Menu(items=items), name="outages", icon_name="warning", order=150)


@hooks.register("construct_homepage_panels")
def add_panel(request, panels):
    """Put the panel on the first page of those who may act."""
    if rules.may_announce(request.user):
        panels.append(OutagePanel())


@hooks.register("register_page_header_buttons")
def header_buttons(page, user, view_name, next_url=None):
    """Offer the acts in the head of a notice."""
    yield from act_buttons(page, user)


@hooks.register("register_page_listing_more_buttons")
def listing_buttons(page, user, next_url=None):
    """Offer the acts in lists of pages."""
    yield from act_buttons(page.specific if issubclass(page.specific_class, OutageNotice) else page, user)


def act_buttons(page, user):
    """Yield what this person may do now with this notice; nothing for other pages."""
    if not isinstance(page, OutageNotice) or not rules.may_change(user, page):
        return
    for priority, (name, label, icon, phases) in enumerate(ACTS):
        if page.phase in phases:
            yield Button(label, reverse(name, args=[page.pk]), icon_name=icon, priority=priority)
