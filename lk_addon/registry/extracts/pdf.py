"""The PDF of an extract."""

import qrcode
from django.conf import settings

from cms.core.frame import frame
from cms.core.pdf import render_pdf

TEMPLATES = ("lk_addon/registry/extracts/paper.html", "lk_addon/registry/extracts/paper.css")


def render(extract, *, sealed_by):
    """Return the bytes of the PDF of an extract that has its number and code; ``sealed_by`` names the seal to come."""
    address = f"{settings.SITE_URL}/proverka/{extract.shown_code}/"
    context = {
        "extract": extract,
        "organization": frame().organization,
        "address": address,
        "qr": qr_path(address),
        "sealed_by": sealed_by,
    }
    return render_pdf(*TEMPLATES, context)


def qr_path(text):
    """Return a QR code as the ``d`` of an SVG path, one unit to a square, and its width in units."""
    code = qrcode.QRCode(border=0, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(text)
    code.make(fit=True)
    matrix = code.get_matrix()
    squares = (f"M{x} {y}h1v1h-1z" for y, line in enumerate(matrix) for x, dark in enumerate(line) if dark)
    return {"path": "".join(squares), "width": len(matrix)}
