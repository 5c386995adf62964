"""The form page: kept as it is typed, given files, sent once (REQ-3.1.R8, REQ-3.2)."""

from uuid import uuid4

import pytest

from lk_addon.correspondence.models import Draft, Letter
from tests.scenarios import cabinet_of

pytestmark = pytest.mark.req("REQ-3.1.R8", "REQ-3.2")

NEW = "/requests/new/general/"
TYPED = {"subject": "О порядке уплаты взносов", "text": "Просим разъяснить порядок."}


def posted(draft_id, *, act="save", version=0, **values):
    """What the page sends."""
    return TYPED | {"draft-id": str(draft_id), "draft-version": version, "draft-act": act} | values


@pytest.fixture
def browser(scene):
    """The cabinet of a representative of ООО «Демострой-Север»."""
    return cabinet_of(scene.member)


def test_a_new_page_keeps_nothing_until_something_is_saved(browser):
    page = browser.get(NEW + "?subject=Сверка")
    assert page.status_code == 200
    assert "Сверка" in page.content.decode()
    assert not Draft.objects.exists()


def test_sending_leads_to_the_receipt_and_again_to_the_same(browser):
    key = uuid4()
    first = browser.post(NEW, posted(key, act="send"))
    letter = Letter.objects.get()
    assert first.url == f"/correspondence/letters/{letter.pk}/receipt/"
    assert browser.post(NEW, posted(key, act="send", subject="Другая")).url == first.url
    assert browser.post(f"/correspondence/drafts/{key}/", posted(key, act="send")).url == first.url
    assert browser.get(f"/correspondence/drafts/{key}/").url == first.url
    assert Letter.objects.count() == 1
    assert not Draft.objects.exists()
    receipt = browser.get(first.url).content.decode()
    assert letter.number in receipt
    assert letter.digest in receipt


@pytest.mark.parametrize(
    "path",
    [
        "/requests/",
        "/documents/",
        "/documents/new/registry_change/",
        "/notices/",
        "/correspondence/",
        "/correspondence/?q=взносы",
        "/correspondence/drafts/",
        "/",
    ],
)
def test_pages_open(browser, path):
    assert browser.get(path).status_code == 200
