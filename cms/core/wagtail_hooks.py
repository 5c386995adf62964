"""The staff admin: the report of pages to review, and what editors do most on its first page."""

import django_filters
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.filters import ContentTypeFilter, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.views.reports import PageReportView
from wagtail.models import Page, get_page_content_types
from wagtail.permissions import page_permission_policy

from cms.core import admin_words, reviews
from cms.core.addresses import DocumentLink

admin_words.put_in_russian()


class ReviewFilterSet(WagtailFilterSet):
    """Overdue only, unless asked for all; by type."""

    state = django_filters.ChoiceFilter(
        label="Когда проверена",
        choices=[("overdue", "больше года назад")],
        method="by_state",
        empty_label="когда угодно",
    )
    content_type = ContentTypeFilter(
        label="Вид", queryset=lambda request: get_page_content_types(include_base_page_type=False)
    )

    class Meta:
        model = Page
        fields = ["state", "content_type"]

    def by_state(self, queryset, name, value):
        """Narrow to pages not reviewed for a year."""
        return reviews.overdue(queryset)


class ReviewReport(PageReportView):
    """Pages by the time since somebody said that their content is true."""

    page_title = "Давно не проверенные страницы"
    header_icon = "time"
    filterset_class = ReviewFilterSet
    index_url_name = "page_reviews"
    index_results_url_name = "page_reviews_results"
    results_template_name = "cms/core/page_reviews_results.html"
    list_export = ["title", "full_url", "reviewed", "last_published_at"]
    export_headings = {
        "title": "Страница",
        "full_url": "Адрес",
        "reviewed": "Проверена",
        "last_published_at": "Изменена",
    }
    any_permission_required = ["add", "change", "publish"]

    def get_queryset(self):
        """Return the pages that this person may change."""
        mine = page_permission_policy.instances_user_has_permission_for(self.request.user, "change")
        self.queryset = reviews.pages_by_review().filter(pk__in=mine.values("pk")).select_related("content_type")
        return super().get_queryset()


@require_POST
def mark_reviewed(request, page_id):
    """Note that a page is true today."""
    page = get_object_or_404(Page, pk=page_id).specific
    if type(page) not in reviews.reviewable_types() or not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    reviews.mark_reviewed(page=page, actor=request.user)
    messages.success(request, f"Страница «{page.title}» отмечена как проверенная.")
    return redirect("page_reviews")


class EditorsMenuItem(MenuItem):
    """Shown to those who may change some page."""

    def is_shown(self, request):
        """Ask Wagtail's page permissions."""
        return page_permission_policy.user_has_any_permission(request.user, {"change"})


@hooks.register("register_reports_menu_item")
def report_menu_item():
    """Put the report among the others."""
    return EditorsMenuItem("Давно не проверенные", reverse("page_reviews"), icon_name="time", order=650)


@hooks.register("register_admin_urls")
def urls():
    """Addresses of the report."""
    return [
        path("reports/reviews/", ReviewReport.as_view(), name="page_reviews"),
        path("reports/reviews/results/", ReviewReport.as_view(results_only=True), name="page_reviews_results"),
        path("reports/reviews/<int:page_id>/", mark_reviewed, name="page_mark_reviewed"),
    ]


class ReviewPanel(Component):
    """How many pages wait for a review, on the admin's first page."""

    template_name = "cms/core/review_panel.html"
    order = 300

    def get_context_data(self, parent_context):
        """Count the overdue pages that this person may change."""
        mine = page_permission_policy.instances_user_has_permission_for(parent_context["request"].user, "change")
        return {"count": reviews.overdue(reviews.pages_by_review()).filter(pk__in=mine.values("pk")).count()}


@hooks.register("construct_homepage_panels")
def add_review_panel(request, panels):
    """Show it to those who may change some page."""
    if page_permission_policy.user_has_any_permission(request.user, {"change"}):
        panels.append(ReviewPanel())


@hooks.register("construct_help_menu")
def keep_help_at_home(request, menu_items):
    """Take away what leads to texts in English on a foreign host."""
    menu_items[:] = [item for item in menu_items if item.name == "keyboard-shortcuts-trigger"]


@hooks.register("register_rich_text_features", order=10)
def links_to_documents(features):
    """Let links to documents be whole addresses on the cabinet's host."""
    features.register_link_type(DocumentLink)
