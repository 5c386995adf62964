"""An edition as PDF with a text layer and bookmarks, made once for each content and kept in the storage."""

from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from weasyprint import CSS, HTML

from home.regulations import rendering

LAYOUT = 1  # raised when template or stylesheet change
STYLESHEET = "regulations/pdf.css"


def name_of(edition):
    """Return the name under which the storage keeps the PDF of the edition's present content."""
    return f"regulations/{edition.content_hash}-{LAYOUT}.pdf"


def open_or_make(edition):
    """Return the PDF as an open file, making it when it is not stored yet (about a second)."""
    name = name_of(edition)
    if not default_storage.exists(name):
        make(edition)
    return default_storage.open(name)


def make(edition):
    """Make the PDF and store it, unless it is stored."""
    name = name_of(edition)
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(render(edition)))


def render(edition):
    """Return the bytes of the edition's PDF."""
    context = {
        "edition": edition,
        "regulation": edition.get_parent(),
        "sections": rendering.sections(edition.blocks),
    }
    html = HTML(string=render_to_string("home/regulations/pdf.html", context), url_fetcher=_refuse)
    return html.write_pdf(stylesheets=[CSS(filename=finders.find(STYLESHEET))], pdf_tags=True)


def _refuse(url, *args, **kwargs):
    """Load nothing: the document needs nothing from outside."""
    raise ValueError(f"not loaded: {url}")
