"""Hits as a visitor reads them: title, address, fragment with the words marked."""

import re
from dataclasses import dataclass

from django.contrib.postgres.search import SearchHeadline
from django.db.models import F
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail.documents import get_document_model
from wagtail.models import Page

from home.regulations.models import Clause
from home.search.queries import CONFIG, Kind

# Private-use characters: PostgreSQL puts them around the words, and they become <mark> after escaping.
START, STOP = "\ue000", "\ue001"
_MARKS = re.compile(f"[{START}{STOP}]")


@dataclass(frozen=True)
class Hit:
    """One line of the results."""

    kind: str
    label: str
    title: SafeString
    url: str
    fragment: SafeString


def hits(entries):
    """Read what ``entries`` (of :class:`home.search.queries.Search`) stand for: five queries at most."""
    marks = {"config": CONFIG, "start_sel": START, "stop_sel": STOP}
    text = SearchHeadline("body_text", F("tsquery"), max_words=35, min_words=15, max_fragments=2, **marks)
    title = SearchHeadline("title_text", F("tsquery"), highlight_all=True, **marks)
    entries = list(entries.annotate(marked_title=title, marked_text=text))
    readers = {Kind.PAGE: _pages, Kind.CLAUSE: _clauses, Kind.DOCUMENT: _documents}
    found = {}
    for kind, read in readers.items():
        own = {int(entry.object_id): entry for entry in entries if entry.kind == kind}
        found |= {own[pk].pk: hit for pk, hit in read(own)} if own else {}
    return [found[entry.pk] for entry in entries if entry.pk in found]


def highlight(text):
    """Escape ``text`` and turn what PostgreSQL marked in it into <mark>."""
    pieces = enumerate(_MARKS.split(text))
    marked = ((format_html("<mark>{}</mark>", piece) if number % 2 else piece,) for number, piece in pieces)
    return format_html_join("", "{}", marked)


def _fragment(entry):
    """The marked text; an ellipsis says that something stands before it."""
    text = entry.marked_text
    from_start = entry.body_text.startswith(_MARKS.sub("", text)[:20])
    return format_html("{}{}", "" if from_start else "… ", highlight(text))


def _pages(entries):
    for page in Page.objects.filter(pk__in=entries).select_related("content_type"):
        entry = entries[page.pk]
        label = page.content_type.model_class()._meta.verbose_name
        yield page.pk, Hit(entry.kind, label, highlight(entry.marked_title), page.url, _fragment(entry))


def _clauses(entries):
    clauses = Clause.objects.filter(pk__in=entries).select_related("edition")
    parent_paths = {clause.edition.path[: -Page.steplen] for clause in clauses}
    regulations = {page.path: page for page in Page.objects.filter(path__in=parent_paths)}
    for clause in clauses:
        entry, regulation = entries[clause.pk], regulations[clause.edition.path[: -Page.steplen]]
        title = format_html("{}, {}", regulation.title, clause)
        anchor = f"#{clause.anchor}" if clause.anchor else ""
        yield (
            clause.pk,
            Hit(entry.kind, "пункт регламента", title, regulation.url + anchor, _fragment(entry)),
        )


def _documents(entries):
    for document in get_document_model().objects.filter(pk__in=entries):
        entry = entries[document.pk]
        label = f"файл {document.file_extension.upper()}, {filesizeformat(document.file_size)}"
        yield document.pk, Hit(entry.kind, label, highlight(entry.marked_title), document.url, SafeString(""))
