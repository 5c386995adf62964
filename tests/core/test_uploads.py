"""What editors may upload, and how it is served."""

import struct
import zipfile
import zlib
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, CollectionViewRestriction

from cms.users.groups import APPROVERS, EDITORS
from tests.factories.files import make_document, make_image, picture_bytes
from tests.factories.staff import desk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("prepared_site")]

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def archive(*names, content=b"x"):
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name in names:
            file.writestr(name, content)
    return out.getvalue()


def png_of(width, height):
    """Return a PNG that claims these dimensions in a few bytes."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


def upload(client, name, content):
    """Upload one file as the editor's form for one document does."""
    file = SimpleUploadedFile(name, content, content_type="application/pdf")
    collection = Collection.get_first_root_node().pk
    return client.post("/admin/documents/add/", {"title": name, "file": file, "collection": collection, "tags": ""})


def test_refusal_gives_one_reason_in_russian(settings):
    client = desk(EDITORS)
    page = upload(client, "page.html", HTML).context["form"]
    assert page.errors["file"] == [
        "Файлы этого вида не принимаются. "
        "Можно загрузить: PDF, DOC, XLS, DOCX, XLSX, PPTX, ODT, ODS, RTF, TXT, CSV, ZIP."
    ]
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 10
    big = upload(client, "page.pdf", PDF).context["form"]
    assert len(big.errors["file"]) == 1
    assert big.errors["file"][0].startswith("Файл слишком велик")
    assert "Maximum" not in client.get("/admin/documents/multiple/add/").content.decode()


HOSTILE = {
    "page.html": HTML,
    "drawing.svg": SVG,
    "script.js": b"alert(1)",
    "page.pdf": HTML,
    "drawing.pdf": SVG,
    "script.pdf": b"function f() { return 1 }; f();",
    "page.txt": HTML,
    "page.docx": HTML,
    "macro.docx": archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
    "macro.xlsx": archive("[Content_Types].xml", "xl/workbook.xml", "xl/macrosheets/sheet1.xml"),
    "macro.docm": archive("[Content_Types].xml", "word/document.xml"),
    "macro.doc": OLE + b"\0" * 600 + "_VBA_PROJECT".encode("utf-16-le") + b"\0" * 600,
    "other.docx": archive("readme.txt"),
    "program.zip": archive("readme.txt", "setup.exe"),
    "broken.zip": b"PK\x03\x04" + b"\0" * 100,
    "bomb.zip": archive("zeros.txt", content=b"\0" * 20_000_000),
    "empty.pdf": b"",
    "program.pdf": b"MZ" + b"\0" * 200,
}


def test_hostile_documents_are_refused():
    editor = desk()
    for name, content in HOSTILE.items():
        response = upload(editor, name, content)
        assert response.status_code == 200, name
        assert get_document_model().objects.count() == 0, name


def test_honest_documents_are_accepted():
    editor = desk()
    honest = {
        "paper.pdf": PDF,
        "notes.txt": "Повестка дня".encode(),
        "table.csv": "а;б\n1;2\n".encode(),
        "letter.docx": archive("[Content_Types].xml", "word/document.xml"),
        "papers.zip": archive("устав.pdf", "folder/notes.txt"),
    }
    for name, content in honest.items():
        assert upload(editor, name, content).status_code == 302, name
    assert get_document_model().objects.count() == len(honest)


def test_upload_of_many_at_once_looks_at_content_too():
    file = SimpleUploadedFile("page.pdf", HTML, content_type="application/pdf")

    answer = desk().post("/admin/documents/multiple/add/", {"title": "x", "files[]": file, "collection": 1}).json()

    assert answer["success"] is False
    assert get_document_model().objects.count() == 0


def test_too_large_document_is_refused(settings):
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 1000

    assert upload(desk(), "paper.pdf", PDF + b" " * 2000).status_code == 200
    assert get_document_model().objects.count() == 0


def test_hostile_pictures_are_refused():
    editor = desk()
    hostile = {"drawing.svg": SVG, "drawing.png": SVG, "page.jpg": HTML, "bomb.png": png_of(60_000, 60_000)}
    for name, content in hostile.items():
        file = SimpleUploadedFile(name, content, content_type="image/png")
        response = editor.post("/admin/images/add/", {"title": name, "file": file, "collection": 1, "tags": ""})
        assert response.status_code == 200, name
    assert get_image_model().objects.count() == 0


def test_outsiders_upload_nothing(site_client):
    assert upload(site_client, "paper.pdf", PDF).status_code in (302, 403)
    assert upload(desk(APPROVERS), "paper.pdf", PDF).status_code in (302, 403)
    assert get_document_model().objects.count() == 0


def test_document_is_served_with_its_own_type_and_runs_nothing(site_client):
    for name, content, disposition in (("paper.pdf", PDF, "inline"), ("notes.txt", b"notes", "attachment")):
        response = site_client.get(make_document(name, content, name=name).url)
        assert response["Content-Disposition"].startswith(disposition)
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in response["Content-Security-Policy"]
        assert b"".join(response.streaming_content) == content


def test_document_has_no_address_in_the_media_folder(site_client):
    document = make_document("Бумага", PDF, name="paper.pdf")
    image = make_image()

    assert site_client.get(f"/media/{document.file.name}").status_code == 404
    assert site_client.get(f"/media/images/../{document.file.name}").status_code in (400, 404)
    assert site_client.get(f"/media/{image.file.name}").status_code == 404


def test_rendition_is_served_and_may_be_kept(site_client):
    response = site_client.get(make_image().get_rendition("width-100").url)

    assert response["Content-Type"] == "image/png"
    assert "max-age=31536000" in response["Cache-Control"]
    assert b"".join(response.streaming_content).startswith(picture_bytes()[:4])


def test_document_of_a_private_collection_is_for_its_readers_only(site_client):
    collection = Collection.get_first_root_node().add_child(name="Закрытая")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    document = make_document("Бумага", PDF, name="paper.pdf", collection=collection)

    assert site_client.get(document.url).status_code in (302, 403, 404)
    served = desk(EDITORS).get(document.url)
    assert served.status_code == 200
    served.close()
