"""Reading files: kinds, encodings, round trips, and files made to do harm."""

import io
import zipfile

import docx
import pytest
from django.core.files.storage import default_storage
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from pdfminer.high_level import extract_text
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from cms.outbox import domain as outbox
from home.regulations import notation, pdf
from home.regulations.importing import reading
from home.regulations.importing.errors import UnreadableError
from home.regulations.importing.reading import recognise_file
from tests.factories import regulations as make

TEXT = make.TEXT


def refused(name, data):
    with pytest.raises(UnreadableError) as caught:
        recognise_file(name, data)
    return str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_encodings(encoding):
    # Windows-1251 has no ▪, so such a file has none either
    source = TEXT.replace("▪", "•")
    assert recognise_file("a.txt", source.encode(encoding)).blocks == notation.read(source)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", b""),
        ("a.txt", b"  \n "),
        ("a.txt", b"\x00\x01\x02\x03" * 50),
        ("a.txt", bytes(range(128, 256)) * 20),
        ("a.txt", "1. ОБЩЕЕ\n1.1 Текст в другой кодировке".encode("koi8-r")),
        ("a.txt", b"x" * (reading.LARGEST_FILE + 1)),
        ("a.txt", b"no clauses at all"),
        ("a.doc", b"1. \xd0\x9e"),
        ("a", b"1.1 a"),
        ("a.pdf", b"not a pdf"),
        ("a.pdf", b"%PDF-1.4 broken"),
        ("a.docx", b"not a zip"),
        ("a.docx", b"PK\x03\x04 broken"),
        ("a.docx", reading.OLE + b"\x00" * 600),
    ],
)
def test_what_is_no_regulation_is_refused_in_russian(name, data):
    assert any("а" <= letter <= "я" for letter in refused(name, data).lower())


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([".txt", ".docx"]))
def test_no_bytes_end_in_anything_but_clauses_or_a_clean_refusal(data, kind):
    try:
        found = recognise_file(f"a{kind}", data)
    except UnreadableError:
        return
    assert found.blocks


# --- DOCX ---


def saved(document):
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def docx_of(text):
    document = docx.Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    return saved(document)


def test_docx_round_trip():
    assert recognise_file("a.docx", docx_of(TEXT)).blocks == notation.read(TEXT)


def numbered(document, text, level, number="7"):
    paragraph = document.add_paragraph(text)
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = level
    properties.get_or_add_numId().val = int(number)


def define(document, abstract_id, number, levels):
    """Add automatic numbering: ``levels`` are (format, template)."""
    root = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum", {qn("w:abstractNumId"): abstract_id})
    for level, (kind, template) in enumerate(levels):
        node = OxmlElement("w:lvl", {qn("w:ilvl"): str(level)})
        for tag, value in (("w:start", "1"), ("w:numFmt", kind), ("w:lvlText", template)):
            node.append(OxmlElement(tag, {qn("w:val"): value}))
        abstract.append(node)
    root.insert(0, abstract)
    link = OxmlElement("w:num", {qn("w:numId"): number})
    link.append(OxmlElement("w:abstractNumId", {qn("w:val"): abstract_id}))
    root.append(link)


def test_numbers_that_word_only_draws_are_counted():
    document = docx.Document()
    define(document, "70", "70", [("decimal", "%1."), ("decimal", "%1.%2."), ("decimal", "%1.%2.%3.")])
    define(document, "71", "71", [("bullet", "·"), ("bullet", "o")])
    numbered(document, "ОБЩЕЕ", 0, "70")
    numbered(document, "Первый", 1, "70")
    numbered(document, "Второй:", 1, "70")
    numbered(document, "раз", 0, "71")
    numbered(document, "мелко", 1, "71")
    numbered(document, "Глубже", 2, "70")
    numbered(document, "ЧАСТНОЕ", 0, "70")
    numbered(document, "Первый", 1, "70")
    found = recognise_file("a.docx", saved(document)).blocks
    assert [(block.number, block.heading or block.text) for block in found] == [
        ("1", "ОБЩЕЕ"),
        ("1.1", "Первый"),
        ("1.2", "Второй:\n• раз\n▪ мелко"),
        ("1.2.1", "Глубже"),
        ("2", "ЧАСТНОЕ"),
        ("2.1", "Первый"),
    ]


def with_part(data, name, content):
    """Return the archive with one part replaced or added."""
    result = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for part in source.infolist():
            if part.filename != name:
                target.writestr(part, source.read(part))
        target.writestr(name, content)
    return result.getvalue()


@pytest.mark.parametrize(
    "xml",
    [
        '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "ха"><!ENTITY y "&x;&x;&x;&x;">]><a>&y;</a>',
    ],
)
def test_entities_in_a_docx_are_refused(xml):
    assert "запрещённые определения" in refused("a.docx", with_part(docx_of(TEXT), "word/document.xml", xml))


def test_a_decompression_bomb_is_refused():
    bomb = with_part(docx_of(TEXT), "word/media/image1.bin", b"\x00" * 30_000_000)
    assert "сжат" in refused("a.docx", bomb)


def test_a_docx_too_large_when_unpacked_is_refused():
    huge = with_part(docx_of(TEXT), "word/media/image1.bin", b"\x00" * 61 * 1024 * 1024)
    assert "слишком велик" in refused("a.docx", huge)


# --- PDF ---


def canvas(draw, **options):
    file = io.BytesIO()
    page = Canvas(file, **options)
    draw(page)
    page.save()
    return file.getvalue()


@pytest.mark.django_db
@pytest.mark.req("REQ-7.2")
def test_our_own_pdf_is_read_back_clause_by_clause(prepared_site):
    edition = make.edition(make.regulation(), text=TEXT)
    found = recognise_file("a.pdf", pdf.render(edition)).blocks
    assert [block for block in found if block.number] == edition.blocks


@pytest.mark.django_db
def test_our_own_pdf_of_many_pages_is_read_back_clause_by_clause(prepared_site):
    deeds = [  # no two lines of the text are alike: repeated ones at the edges of pages are taken for running heads
        f"{who} {what} и {then}."
        for who in ("Мастер", "Ученик", "Гость", "Сторож", "Кладовщик")
        for what in ("приходит утром в большую мастерскую", "садится за широкий верстак", "точит затупленный рубанок")
        for then in ("записывает это в толстую тетрадь", "рассказывает об этом соседям по цеху", "уходит обедать")
    ]
    clauses = "\n\n".join(
        f"1.{number}. {' '.join(deeds[3 * number - 3 : 3 * number])}"
        + f"\n• {number} раз проверяет, хорошо ли он заточен, прежде чем начать строгать доску;\n▪ а также киянку."
        for number in range(1, 16)
    )
    edition = make.edition(make.regulation(), text=f"1. ПОРЯДОК\n\n{clauses}")
    found = recognise_file("a.pdf", pdf.render(edition))
    assert [block for block in found.blocks if block.number] == edition.blocks
    assert found.warnings == []


def test_a_pdf_without_text_is_refused():
    assert "нет текстового слоя" in refused("a.pdf", canvas(lambda page: page.rect(10, 10, 50, 50)))


def test_a_pdf_under_a_password_is_refused():
    data = canvas(lambda page: page.drawString(50, 700, "1.1 text"), encrypt=StandardEncryption("secret"))
    assert "паролем" in refused("a.pdf", data)


def test_a_pdf_of_too_many_pages_is_refused():
    def draw(page):
        for _number in range(301):
            page.drawString(50, 700, "1.1 text")
            page.showPage()

    assert "300 страниц" in refused("a.pdf", canvas(draw))


@pytest.mark.django_db
@pytest.mark.req("REQ-7.2")
def test_the_pdf_of_an_edition_is_made_once_and_served(site_client, prepared_site):
    workshop = make.regulation()
    edition = make.edition(workshop, days=-10)
    default_storage.delete(pdf.name_of(edition))  # the storage outlives the test's database
    outbox.drain()
    made = default_storage.get_modified_time(pdf.name_of(edition))
    for address in ("/dokumenty/masterskaya/pdf/", f"/dokumenty/masterskaya/{edition.effective_from}/pdf/"):
        response = site_client.get(address)
        assert response.headers["Content-Type"] == "application/pdf"
        content = b"".join(response.streaming_content)
        assert content.startswith(b"%PDF-")
        assert "Потерянный инструмент возмещают." in extract_text(io.BytesIO(content))
    assert default_storage.get_modified_time(pdf.name_of(edition)) == made


@pytest.mark.django_db
def test_there_is_no_pdf_of_what_was_not_in_force(site_client, prepared_site):
    make.edition(make.regulation(), days=-10)
    assert site_client.get("/dokumenty/masterskaya/2001-01-01/pdf/").status_code == 404


@pytest.mark.django_db
def test_the_pdf_has_bookmarks(prepared_site):
    edition = make.edition(make.regulation(), days=-10)
    outlines = PDFDocument(PDFParser(io.BytesIO(pdf.render(edition)))).get_outlines()
    assert [title for _level, title, *_rest in outlines][1:] == ["1. ОБЩИЕ ПРАВИЛА", "2. ИНСТРУМЕНТ"]
