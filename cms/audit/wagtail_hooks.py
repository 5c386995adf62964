"""The journal among Wagtail's reports."""

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.audit.reports import JournalView


class JournalMenuItem(MenuItem):
    """Shown to those who may read it."""

    def is_shown(self, request):
        """Ask the permission."""
        return request.user.has_perm("audit.view_auditentry")


@hooks.register("register_admin_urls")
def journal_urls():
    """Route the journal."""
    return [
        path("reports/journal/", JournalView.as_view(), name="audit_journal"),
        path("reports/journal/results/", JournalView.as_view(results_only=True), name="audit_journal_results"),
    ]


@hooks.register("register_reports_menu_item")
def journal_menu_item():
    """Add it to «Отчёты»."""
    return JournalMenuItem("Журнал действий", reverse("audit_journal"), icon_name="clipboard-list", order=100)
