"""What was published stays; what was not is for staff only."""

import pytest
from django.urls import reverse

from cms.users.models import User
from home.regulations.models import Clause, Edition
from tests.factories import regulations as make
from tests.factories.files import make_document
from tests.factories.sessions import signed_in_client

pytestmark = pytest.mark.django_db


@pytest.mark.req("REQ-7.2")
def test_editions_that_were_published_are_not_deleted(workshop):
    edition = make.edition(workshop, days=-10)
    root = signed_in_client(User.objects.create_superuser("root@example.com"))
    for page in (edition, workshop, workshop.get_parent()):
        root.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    assert Edition.objects.live().count() == 1


@pytest.mark.req("REQ-2.2")
@pytest.mark.parametrize(("days", "live"), [(-10, True), (10, False)])
def test_only_a_coming_edition_may_be_withdrawn(approver, workshop, days, live):
    edition = make.edition(workshop, days=days)
    approver.post(reverse("wagtailadmin_pages:unpublish", args=[edition.pk]))
    edition.refresh_from_db()
    assert edition.live is live
    assert Clause.objects.exists() is live


def test_the_file_of_a_draft_is_read_by_staff_only(site_client, editor, workshop):
    document = make_document(content=b"secret")
    make.edition(workshop, days=10, original_file=document, live=False)
    assert site_client.get(document.url).status_code == 404
    assert b"".join(editor.get(document.url).streaming_content) == b"secret"


def test_the_file_of_a_published_edition_is_public(site_client, workshop):
    document = make_document(content=b"text")
    make.edition(workshop, days=10, original_file=document)
    assert b"".join(site_client.get(document.url).streaming_content) == b"text"


def test_a_new_edition_starts_from_the_last_one(editor, workshop):
    make.edition(workshop, days=-10, number=4)
    address = reverse("wagtailadmin_pages:add", args=["regulations", "edition", workshop.pk])
    text = editor.get(address).content.decode()
    assert "Инструмент возвращают чистым." in text
    assert 'name="number" value="5"' in text
