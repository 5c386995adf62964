"""Links to drafts in the staff admin: a button on each page, a list among the reports."""

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.permissions import page_permission_policy

from cms.drafts import views


@hooks.register("register_admin_urls")
def urls():
    """Addresses of the management of links."""
    return [
        path("drafts/", views.index, name="drafts_index"),
        path("drafts/page/<int:page_id>/", views.manage, name="drafts_manage"),
        path("drafts/<int:link_id>/revoke/", views.revoke, name="drafts_revoke"),
    ]


@hooks.register("register_page_header_buttons")
def page_button(page, user, view_name, next_url=None):
    """Offer the link where the page may be changed."""
    if not page.is_root() and page.permissions_for_user(user).can_edit():
        yield Button("Ссылка на черновик", reverse("drafts_manage", args=[page.pk]), icon_name="link", priority=70)


class EditorsMenuItem(MenuItem):
    """Shown to those who may change some page."""

    def is_shown(self, request):
        """Ask Wagtail's page permissions."""
        return page_permission_policy.user_has_any_permission(request.user, {"change"})


@hooks.register("register_reports_menu_item")
def menu_item():
    """Put the list among the reports."""
    return EditorsMenuItem("Ссылки на черновики", reverse("drafts_index"), icon_name="link", order=700)
