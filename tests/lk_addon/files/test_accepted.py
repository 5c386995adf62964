"""What members may send, and a corpus of what they may not: each is refused in clear Russian, none is an error 500."""

import base64
import zipfile
from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from cms.core import uploads as shared
from lk_addon.files import accepted, archives
from lk_addon.files.models import StoredFile
from tests.factories.files import picture_bytes
from tests.factories.uploads import DOCX, PDF, archive, signature, unsigned_cms, upload
from tests.scenarios import cabinet_of

pytestmark = pytest.mark.req("REQ-3.2")

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
CMS = signature()
PEM = b"-----BEGIN CMS-----\n" + base64.encodebytes(CMS) + b"-----END CMS-----\n"
XML = '<?xml version="1.0" encoding="utf-8"?><Отчёт><Член>0901</Член></Отчёт>'.encode()
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><l>&b;</l>'
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE l SYSTEM "http://example.com/x.dtd"><l/>'
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
DOCX_BYTES = archive(dict.fromkeys(DOCX, "<w/>"))
DOCX_MACROS = archive(dict.fromkeys([*DOCX, "word/vbaProject.bin"], "<w/>"))


def encrypted():
    """A ZIP that says its entry is encrypted."""
    content = bytearray(archive({"письмо.pdf": PDF}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def nested(depth):
    content = archive({"письмо.pdf": PDF})
    for _level in range(depth):
        content = archive({"архив.zip": content})
    return content


def zip_of(name, content=PDF):
    return archive({name: content})


GOOD = {
    "письмо.pdf": PDF,
    "письмо.docx": DOCX_BYTES,
    "письмо.txt": "Письмо".encode(),
    "скан.jpg": picture_bytes(kind="JPEG"),
    "скан.PNG": picture_bytes(),
    "отчёт.xml": XML,
    "письмо.pdf.sig": CMS,
    "письмо.sgn": base64.encodebytes(CMS),
    "письмо.p7s": PEM,
    "документы.zip": archive({"папка/письмо.pdf": PDF, "письмо.pdf.sig": CMS, "письмо.docx": DOCX_BYTES}),
    "два.zip": nested(1),
}

#: What it is → (name, content, a part of what the member is told).
HOSTILE = {
    "program": ("программа.exe", b"MZ", "не принимаются"),
    "no extension": ("письмо", PDF, "не принимаются"),
    "page": ("страница.html", HTML, "не принимаются"),
    "picture with a script": ("рисунок.svg", b"<svg onload='alert(1)'/>", "не принимаются"),
    "page as a document": ("письмо.pdf", HTML, "не похоже на PDF"),
    "program as a document": ("письмо.pdf", b"MZ\x90\0" * 200, "не похоже на PDF"),
    "page as text": ("письмо.txt", HTML, "не похоже на TXT"),
    "document as a picture": ("скан.png", PDF, "не похоже на свой вид"),
    "broken picture": ("скан.jpg", picture_bytes(kind="JPEG")[:60], "Изображение"),
    "macros by name": ("письмо.docm", DOCX_MACROS, "макросы"),
    "macros": ("письмо.docx", DOCX_MACROS, "макросы"),
    "old macros": ("письмо.doc", OLE + b"\0" * 600 + "_VBA_PROJECT".encode("utf-16-le") + b"\0" * 600, ""),
    "archive as a document": ("письмо.docx", archive({"a.txt": "a"}), "не похоже на DOCX"),
    "no archive": ("архив.zip", PDF, "не похоже на ZIP"),
    "cut archive": ("архив.zip", archive({"письмо.pdf": PDF * 50})[:-30], "повреждён"),
    "empty archive": ("архив.zip", archive({}), ""),
    "program in an archive": ("архив.zip", zip_of("программа.exe", b"MZ"), "внутри архива не принимается"),
    "macros in an archive": ("архив.zip", zip_of("письмо.docx", DOCX_MACROS), "макросы"),
    "page in an archive": ("архив.zip", zip_of("письмо.pdf", HTML), "не похоже на PDF"),
    "archives too deep": ("архив.zip", nested(2), "слишком глубоко"),
    "bomb": ("архив.zip", zip_of("письмо.txt", b"0" * 40_000_000), "слишком велик"),
    "password": ("архив.zip", encrypted(), "паролем"),
    "way up": ("архив.zip", zip_of("../../etc/письмо.pdf"), "недопустимые имена"),
    "absolute name": ("архив.zip", zip_of("/etc/письмо.pdf"), "недопустимые имена"),
    "disk name": ("архив.zip", zip_of("C:\\письмо.pdf"), "недопустимые имена"),
    "way up by backslashes": ("архив.zip", zip_of("..\\..\\письмо.pdf"), "недопустимые имена"),
    "strange compression": ("архив.zip", archive({"п.pdf": PDF}, compression=zipfile.ZIP_LZMA), "необычным способом"),
    "laughs": ("отчёт.xml", LAUGHS, "DTD"),
    "foreign DTD": ("отчёт.xml", OUTSIDE, "DTD"),
    "broken XML": ("отчёт.xml", XML[:-5], "повреждён"),
    "page as XML": ("отчёт.xml", HTML, "XML"),
    "document as a signature": ("письмо.sig", PDF, "не файл электронной подписи"),
    "cut signature": ("письмо.sig", CMS[:-20], "не файл электронной подписи"),
    "signature and more": ("письмо.sig", CMS + b"more", "не файл электронной подписи"),
    "nobody signed": ("письмо.p7s", unsigned_cms(), "не файл электронной подписи"),
    "text as a signature": ("письмо.sgn", "подпись".encode(), "не файл электронной подписи"),
    "broken PEM": ("письмо.sgn", PEM[:60], "не файл электронной подписи"),
    "endless nesting": ("письмо.sig", b"\x30\x80" * 5000, "не файл электронной подписи"),
}


@pytest.mark.parametrize("name", GOOD)
def test_what_honest_people_send_is_taken(name):
    assert accepted.check(ContentFile(GOOD[name], name=name))


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_content_is_refused_with_a_reason_in_russian_and_kept_nowhere(scene, what):
    name, content, reason = HOSTILE[what]
    answer = upload(cabinet_of(scene.member), content, name=name)
    assert answer.status_code == 422, answer.content
    assert reason in answer.json()["error"]
    assert any("а" <= letter <= "я" for letter in answer.json()["error"])
    assert not StoredFile.objects.exists()


def test_a_refused_file_gives_the_same_reason_again(scene):
    client = cabinet_of(scene.member)
    first = upload(client, HTML, name="письмо.pdf")
    again = client.post(first.wsgi_request.path)
    assert (again.status_code, again.json()["error"]) == (422, first.json()["error"])


def test_no_spoilt_file_is_an_error():
    """Each good file cut short, and with each of its first bytes turned: taken or refused, nothing else."""
    taken = refused = 0
    for name, content in GOOD.items():
        spoilt = [content[: len(content) * part // 8] for part in range(8)]
        spoilt += [
            content[:at] + bytes([content[at] ^ turn]) + content[at + 1 :]
            for at, turn in product(range(min(len(content), 40)), (0x01, 0x80, 0xFF))
        ]
        for one in spoilt:
            try:
                accepted.check(ContentFile(one, name=name))
                taken += 1
            except ValidationError:
                refused += 1
    assert min(taken, refused) > 100


def test_where_types_cannot_be_told_nothing_is_taken_and_the_bytes_wait(scene, monkeypatch):
    client = cabinet_of(scene.member)
    with monkeypatch.context() as patch:
        patch.setattr(shared, "magic", None)
        answer = upload(client, PDF)
        assert (answer.status_code, answer.json()["code"]) == (503, "unchecked")
    assert client.post(answer.wsgi_request.path).status_code == 200


@pytest.mark.parametrize(
    ("limit", "value", "reason"),
    [("MAX_ENTRIES", 1, "велик"), ("MAX_UNPACKED", 10, "велик"), ("MAX_INNER", 10, "отдельно")],
)
def test_limits_of_archives(monkeypatch, limit, value, reason):
    monkeypatch.setattr(archives, limit, value)
    content = archive({"а.pdf": PDF, "б.pdf": PDF})
    with pytest.raises(ValidationError, match=reason):
        accepted.check(ContentFile(content, name="архив.zip"))


def test_an_archive_that_lies_about_sizes_unpacks_no_more_than_it_says():
    content = bytearray(archive({"письмо.txt": b"0" * 100_000}))
    directory = content.index(b"PK\x01\x02")
    content[directory + 24 : directory + 28] = (10).to_bytes(4, "little")
    with pytest.raises(ValidationError, match="повреждён"):
        accepted.check(ContentFile(bytes(content), name="архив.zip"))
