"""What the demonstration content of every app may use."""

from io import BytesIO

from PIL import Image

from cms.core.pdf import PdfUnavailableError, html_to_pdf

A4 = (595, 842)  # points


def demo_paper(page):
    """Return the bytes of a PDF of ``page`` (HTML); a blank sheet where this machine can make no other."""
    try:
        return html_to_pdf(page)
    except PdfUnavailableError:
        sheet = BytesIO()
        Image.new("L", A4, color=255).save(sheet, "PDF")
        return sheet.getvalue()
