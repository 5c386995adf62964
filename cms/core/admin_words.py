"""Labels that Wagtail makes from names in its code, and which no translation can therefore reach."""

from django.utils.text import capfirst
from wagtail.admin.forms.workflows import WorkflowPageForm
from wagtail.contrib.search_promotions.forms import SearchPromotionsFormSet
from wagtail.models import Site
from wagtail.sites.views import IndexView as SiteIndexView
from wagtail.users.forms import PagePermissionsForm

SEEN_BY_FIELD_NAME = ("port", "site_name", "root_page")


def put_in_russian():
    """Name them; called once, before the first request."""
    for column in SiteIndexView.columns:
        if column.name in SEEN_BY_FIELD_NAME:
            column.label = capfirst(Site._meta.get_field(column.name).verbose_name)
    for form in (PagePermissionsForm, WorkflowPageForm):
        form.base_fields["page"].label = "Страница"
    SearchPromotionsFormSet.form.base_fields["external_link_text"].label = "Текст внешней ссылки"
