"""A link that shows a draft to somebody without an account."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from cms.audit.models import AuditEntry
from cms.drafts.models import DraftLink
from cms.users.groups import EDITORS
from home.news.models import NewsIndexPage
from tests.factories.news import make_news
from tests.factories.sessions import signed_in_client
from tests.factories.staff import desk, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("prepared_site")]


@pytest.fixture
def draft():
    """News that is published with one text and saved with another."""
    page = make_news("Новость", summary="Опубликованный текст")
    page.summary = "Черновой текст"
    page.save_revision()
    return page


@pytest.fixture
def editor():
    return desk(EDITORS)


@pytest.fixture
def address(editor, draft):
    """The path that the editor is shown once."""
    answer = editor.post(f"/admin/drafts/page/{draft.pk}/", {"days": 3, "note": "Партнёрам"})
    return re.search(r'value="http://[^/]+(/chernovik/[\w-]+/)"', answer.content.decode())[1]


def test_whoever_has_the_link_sees_the_latest_draft(site_client, address):
    response = site_client.get(address)
    text = response.content.decode()

    assert response.status_code == 200
    assert "Черновой текст" in text
    assert "Черновик</strong>, действует до" in text
    assert "no-store" in response["Cache-Control"]
    assert "noindex" in response["X-Robots-Tag"]


def test_the_published_page_stays_as_it_was(site_client, draft, address):
    site_client.get(address)

    assert "Опубликованный текст" in site_client.get(draft.url).content.decode()
    assert "Черновой" not in site_client.get("/novosti/").content.decode()


def test_page_that_was_never_published_is_shown_too(editor, site_client, draft):
    draft.unpublish()
    answer = editor.post(f"/admin/drafts/page/{draft.pk}/", {"days": 1, "note": ""}).content.decode()
    path = re.search(r"/chernovik/[\w-]+/", answer)[0]

    assert "Черновой текст" in site_client.get(path).content.decode()


def test_draft_of_a_section_is_shown_too(editor, site_client):
    section = NewsIndexPage.objects.get()
    section.introduction = "Черновое вступление"
    section.save_revision()
    answer = editor.post(f"/admin/drafts/page/{section.pk}/", {"days": 1, "note": ""}).content.decode()

    assert "Черновое вступление" in site_client.get(re.search(r"/chernovik/[\w-]+/", answer)[0]).content.decode()


def test_expired_link_is_404(site_client, address, time_machine):
    time_machine.move_to(timezone.now() + timedelta(days=3, seconds=1))

    assert site_client.get(address).status_code == 404


def test_revoked_link_is_404_and_both_acts_are_in_the_journal(editor, site_client, address):
    link = DraftLink.objects.get()
    editor.post(f"/admin/drafts/{link.pk}/revoke/")

    assert site_client.get(address).status_code == 404
    acts = AuditEntry.objects.filter(object_type=link._meta.label_lower, object_id=str(link.pk)).order_by("pk")
    assert [act.action for act in acts] == ["draft_link.given", "draft_link.revoked"]


def test_forged_links_are_404(site_client, address):
    link = DraftLink.objects.get()
    for token in (address.split("/")[2][:-1] + "!", link.token_hash, str(link.pk), "а", "x" * 5000):
        assert site_client.get(f"/chernovik/{token}/").status_code == 404


def test_the_token_itself_is_not_kept(address):
    link = DraftLink.objects.get()
    token = address.split("/")[2]

    assert token not in {str(value) for value in link.__dict__.values()}
    assert token not in str(list(AuditEntry.objects.values()))


def test_link_is_of_the_public_host_only(lk_client, address):
    assert lk_client.get(address).status_code == 404


def test_outsiders_neither_give_nor_revoke(site_client, draft, address):
    link = DraftLink.objects.get()
    for outsider in (site_client, signed_in_client(make_staff())):
        given = outsider.post(f"/admin/drafts/page/{draft.pk}/", {"days": 3, "note": ""})
        revoked = outsider.post(f"/admin/drafts/{link.pk}/revoke/")
        assert given.status_code in (302, 403)
        assert revoked.status_code in (302, 403, 404)
    assert DraftLink.objects.count() == 1
    assert DraftLink.objects.get().is_valid


def test_revoking_needs_a_post(editor, address):
    assert editor.get(f"/admin/drafts/{DraftLink.objects.get().pk}/revoke/").status_code == 405
    assert DraftLink.objects.get().is_valid


def test_editors_see_the_links_and_the_button(editor, draft, address):
    assert "Партнёрам" in editor.get("/admin/drafts/").content.decode()
    assert f"/admin/drafts/page/{draft.pk}/" in editor.get(f"/admin/pages/{draft.pk}/edit/").content.decode()


def test_page_is_not_taken_from_or_left_in_the_page_cache(site_client, draft, address):
    site_client.get(draft.url)
    assert "Черновой текст" in site_client.get(address).content.decode()
    assert "Черновой" not in site_client.get(draft.url).content.decode()
