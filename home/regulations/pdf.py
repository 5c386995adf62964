"""An edition as PDF with a text layer and bookmarks, made once for each content and kept in the storage."""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from cms.core.frame import frame
from cms.core.pdf import render_pdf
from home.regulations import rendering

TEMPLATES = ("home/regulations/pdf.html", "home/regulations/pdf.css")


def name_of(edition):
    """Return the name under which the storage keeps the PDF of the edition's present content."""
    return f"regulations/{edition.content_hash}-{rendering.fingerprint(*TEMPLATES)}.pdf"


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
        "organization": frame().organization,
        "edition": edition,
        "regulation": edition.get_parent(),
        "sections": rendering.sections(edition.blocks),
    }
    return render_pdf(*TEMPLATES, context)
