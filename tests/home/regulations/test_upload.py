"""An editor brings an edition as a file in the staff admin."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from cms.users.models import User
from home.regulations.models import Edition, PublicationRecord
from tests.factories import regulations as make
from tests.factories.sessions import signed_in_client

TEXT = make.TEXT.encode()

pytestmark = pytest.mark.django_db


def upload(client, workshop, content=TEXT, name="poryadok.txt", days=10):
    data = {
        "file": SimpleUploadedFile(name, content),
        "effective_from": (timezone.localdate() + timedelta(days=days)).isoformat(),
        "approved_by": "Приказ № 9",
    }
    return client.post(reverse("regulations_upload", args=[workshop.pk]), data)


@pytest.mark.req("REQ-7.1")
def test_an_editor_makes_a_draft_from_a_file_and_sees_what_was_recognised(editor, workshop):
    response = upload(editor, workshop)
    edition = Edition.objects.get()
    assert response.headers["Location"] == reverse("wagtailadmin_pages:edit", args=[edition.pk])
    text = editor.get(response.headers["Location"]).content.decode()
    assert "Распознано: разделов — 2, пунктов — 4, строк перечней — 4" in text
    assert "Инструмент возвращают чистым." in text
    assert not edition.live
    assert edition.original_file.title.endswith("poryadok.txt")
    assert not PublicationRecord.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"), [("a.txt", b"\x00\x01"), ("a.exe", b"MZ"), ("a.pdf", b"no"), ("a.txt", b"")]
)
def test_an_unreadable_file_is_refused_in_the_form(editor, workshop, name, content):
    response = upload(editor, workshop, content, name)
    assert response.status_code == 200
    assert response.context["form"].errors["file"]
    assert not Edition.objects.exists()


def test_a_day_that_has_another_edition_is_refused(editor, workshop):
    make.edition(workshop, days=10, text=make.TEXT.replace("чистым", "сухим"))
    response = upload(editor, workshop)
    assert "с другим текстом" in response.content.decode()
    assert Edition.objects.count() == 1


@pytest.mark.parametrize("method", ["get", "post"])
def test_others_may_not_upload(site_client, workshop, method):
    stranger = User.objects.create_user("stranger@example.com", is_staff=True)
    address = reverse("regulations_upload", args=[workshop.pk])
    for client in (site_client, signed_in_client(stranger)):
        assert getattr(client, method)(address).status_code in (302, 403, 404)
    assert not Edition.objects.exists()


def test_the_button_stands_at_a_regulation_only(editor, workshop):
    address = reverse("regulations_upload", args=[workshop.pk])
    assert address in editor.get(reverse("wagtailadmin_explore", args=[workshop.pk])).content.decode()
    index = workshop.get_parent()
    assert "/upload/" not in editor.get(reverse("wagtailadmin_pages:edit", args=[index.pk])).content.decode()
