"""What editors do most, on the admin's first page."""

from django.urls import reverse
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.documents.permissions import permission_policy as documents
from wagtail.images.permissions import permission_policy as images

from home.news.models import NewsIndexPage


class FrequentActs(Component):
    """Buttons to the acts that this person may do."""

    template_name = "home/news/admin/frequent_acts.html"
    order = 40

    def get_context_data(self, parent_context):
        """Ask for the rights behind each button."""
        user = parent_context["request"].user
        acts = []
        index = NewsIndexPage.objects.first()
        if index is not None and index.permissions_for_user(user).can_add_subpage():
            address = reverse("wagtailadmin_pages:add", args=["news", "newspage", index.pk])
            acts.append(("Написать новость", "edit", address))
        if documents.user_has_permission(user, "add"):
            acts.append(("Загрузить документы", "doc-full-inverse", reverse("wagtaildocs:add_multiple")))
        if images.user_has_permission(user, "add"):
            acts.append(("Загрузить изображения", "image", reverse("wagtailimages:add_multiple")))
        return {"acts": acts}


@hooks.register("construct_homepage_panels")
def add_frequent_acts(request, panels):
    """Put the buttons first."""
    panels.append(FrequentActs())
