"""The root page of documents, and who may do what below it."""

from django.dispatch import receiver

from cms.core.pages import ensure_page, grant_on_page
from cms.core.signals import prepare_requested
from cms.core.workflows import ensure_workflow
from cms.users.groups import ADMINISTRATORS, APPROVERS, EDITORS
from home.pages.models import HomePage
from home.regulations.models import RegulationsIndexPage


@receiver(prepare_requested)
def prepare_regulations(**kwargs):
    """Make /dokumenty/; editors write, only approvers publish (REQ-7.1, п. 7.1)."""
    home = HomePage.objects.get()
    index = ensure_page(home, RegulationsIndexPage, slug="dokumenty", title="Регламенты и документы")
    grant_on_page(index, EDITORS, "add", "change")
    grant_on_page(index, APPROVERS, "add", "change", "publish", "lock", "unlock")
    grant_on_page(index, ADMINISTRATORS, "add", "change", "publish", "lock", "unlock")
    ensure_workflow(index, name="Утверждение документов", role=APPROVERS)
