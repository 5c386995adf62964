"""The pages that the public site cannot do without."""

from django.conf import settings
from django.dispatch import receiver
from wagtail.models import Page, Site, Task, Workflow

from cms.core.pages import ensure_page, grant_on_page
from cms.core.signals import prepare_requested
from cms.core.workflows import ensure_workflow
from cms.users.groups import ADMINISTRATORS, APPROVERS, EDITORS, grant
from home.pages.models import HomePage


@receiver(prepare_requested)
def prepare_home(**kwargs):
    """Make the home page the root of the one site, under the host name that settings give."""
    root = Page.get_first_root_node()
    home = ensure_page(root, HomePage, slug="glavnaya", title="СРО СОЮЗ «Содружество строителей»")
    port = settings.HOST_PORT or {"http": 80, "https": 443}[settings.HOST_SCHEME]
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": settings.SITE_HOST,
            "port": int(port),
            "root_page": home,
            "site_name": settings.WAGTAIL_SITE_NAME,
        },
    )
    # Rights go down the tree: publishing here would let editors publish regulations without approval.
    grant_on_page(home, EDITORS, "add", "change")
    for role in (APPROVERS, ADMINISTRATORS):
        grant_on_page(home, role, "add", "change", "publish")
    ensure_workflow(home, name="Проверка страниц", role=APPROVERS)
    _remove_frameworks_workflow()
    for role in (EDITORS, ADMINISTRATORS):
        grant(role, "core.change_organization", "core.change_menus")
    Page.objects.filter(depth=2, slug="home", content_type__model="page").delete()


def _remove_frameworks_workflow():
    """Remove Wagtail's own workflow: it has an English name and sends drafts to a group that is not here."""
    Workflow.objects.filter(name="Moderators approval").delete()
    Task.objects.filter(name="Moderators approval").delete()
