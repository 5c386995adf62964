"""The text of a DOCX, a paragraph to a line, with the numbers and list marks that Word only draws."""

import io
import zipfile
from collections import defaultdict
from xml.etree.ElementTree import ParseError

import docx
from defusedxml import DefusedXmlException, ElementTree
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml.etree import LxmlError

from home.regulations.importing.errors import UnreadableError
from home.regulations.notation import ITEM, SUBITEM

LARGEST_WHOLE = 60 * 1024 * 1024  # bytes, unpacked
LARGEST_XML = 20 * 1024 * 1024
WORST_RATIO = 200  # unpacked to packed, of a part that is not small
SMALL_PART = 1024 * 1024
MOST_PARTS = 2000
DAMAGED = "Файл DOCX повреждён: прочитать его не удалось."


def extract(data):
    """Return the text. Raises UnreadableError for what is damaged, encrypted or made to do harm."""
    try:
        _inspect(data)
        document = docx.Document(io.BytesIO(data))
        return "\n\n".join(_paragraphs(document))
    except (zipfile.BadZipFile, LxmlError, KeyError, ValueError, OSError, RuntimeError) as error:
        if isinstance(error, UnreadableError):
            raise
        raise UnreadableError(DAMAGED) from error
    except (AttributeError, IndexError, TypeError) as error:  # python-docx meets XML of another shape than it expects
        raise UnreadableError(DAMAGED) from error


def _inspect(data):
    """Refuse a decompression bomb and XML with a document type before python-docx opens anything."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_WHOLE:
            raise UnreadableError("Файл DOCX слишком велик в распакованном виде.")
        for part in parts:
            ratio = part.file_size / max(part.compress_size, 1)
            if part.file_size > SMALL_PART and ratio > WORST_RATIO:
                raise UnreadableError("Файл DOCX сжат подозрительно сильно: он не читается.")
            if part.flag_bits & 1:
                raise UnreadableError("Файл DOCX защищён паролем.")
            if part.filename.lower().endswith((".xml", ".rels")):
                if part.file_size > LARGEST_XML:
                    raise UnreadableError("Файл DOCX слишком велик в распакованном виде.")
                _refuse_document_type(archive.read(part))


def _refuse_document_type(xml):
    try:
        ElementTree.fromstring(xml, forbid_dtd=True)
    except DefusedXmlException as error:
        raise UnreadableError("Файл DOCX содержит запрещённые определения и не читается.") from error
    except ParseError as error:
        raise UnreadableError(DAMAGED) from error


def _paragraphs(document):
    numbering = _Numbering(document)
    for content in document.iter_inner_content():
        if isinstance(content, Paragraph):
            yield from _lines(content, numbering)
        elif isinstance(content, Table):
            yield from _rows(content)


def _lines(paragraph, numbering):
    mark = numbering.mark(paragraph)
    first, *rest = paragraph.text.split("\n") or [""]
    if first.strip() or mark:
        yield f"{mark} {first}".strip()
    yield from (line for line in rest if line.strip())


def _rows(table):
    """Yield a table's rows as lines, merged cells once."""
    for row in table.rows:
        cells = []
        for cell in row.cells:
            text = " ".join(cell.text.split())
            if text and (not cells or cells[-1] != text):
                cells.append(text)
        if cells:
            yield " — ".join(cells)


class _Numbering:
    """Counts the automatic numbers of paragraphs, which are not in their text."""

    def __init__(self, document):
        self.levels = {}  # numbering id -> {level: (format, template, start)}
        self.abstract = {}  # numbering id -> what its counters belong to
        self.counters = defaultdict(dict)
        relations = document.part.rels.values()
        part = next((relation.target_part for relation in relations if relation.reltype.endswith("/numbering")), None)
        if part is None:
            return
        root = part.element
        patterns = {node.get(qn("w:abstractNumId")): _levels(node) for node in root.findall(qn("w:abstractNum"))}
        for node in root.findall(qn("w:num")):
            link = node.find(qn("w:abstractNumId"))
            if link is not None:
                number, pattern = node.get(qn("w:numId")), link.get(qn("w:val"))
                self.abstract[number] = pattern
                self.levels[number] = patterns.get(pattern, {})

    def mark(self, paragraph):
        """Return the number or list mark that Word draws before the paragraph, or nothing."""
        found = _numbering_of(paragraph)
        if found is None:
            return ""
        number, level = found
        kind, template, start = self.levels.get(number, {}).get(level, (None, "", 1))
        if kind is None or kind == "none":
            return ""
        if kind == "bullet":
            return SUBITEM if level and self._is_bullet(number, level - 1) else ITEM
        counters = self.counters[self.abstract[number]]
        counters[level] = counters.get(level, start - 1) + 1
        for deeper in [known for known in counters if known > level]:
            del counters[deeper]
        for place in range(level + 1):
            template = template.replace(f"%{place + 1}", str(counters.get(place, 1)))
        return template

    def _is_bullet(self, number, level):
        return self.levels[number].get(level, ("",))[0] == "bullet"


def _levels(abstract):
    levels = {}
    for node in abstract.findall(qn("w:lvl")):

        def value(tag, default="", node=node):
            child = node.find(qn(tag))
            return child.get(qn("w:val"), default) if child is not None else default

        start = value("w:start", "1")
        kind = value("w:numFmt", "decimal")
        levels[int(node.get(qn("w:ilvl"), "0"))] = (kind, value("w:lvlText"), int(start) if start.isdigit() else 1)
    return levels


def _numbering_of(paragraph):
    """Return (numbering id, level) of the paragraph or of the styles it is based on, or None."""
    properties = [paragraph._p.pPr]
    style = paragraph.style
    while style is not None:
        properties.append(style.element.pPr)
        style = style.base_style
    level = None
    for node in properties:
        numbering = node.find(qn("w:numPr")) if node is not None else None
        if numbering is None:
            continue
        number, ilvl = numbering.find(qn("w:numId")), numbering.find(qn("w:ilvl"))
        if level is None and ilvl is not None:
            level = int(ilvl.get(qn("w:val"), "0"))
        if number is not None:
            found = number.get(qn("w:val"))
            return None if found == "0" else (found, level or 0)
    return None
