"""Pages of paper: a template and its style sheet become a PDF with a text layer.

WeasyPrint loads Pango, a library of the system, when it is imported. This is the one
place that imports it: without Pango everything else runs, and whoever asks for a PDF
gets :class:`PdfUnavailableError`, which ``PdfUnavailableMiddleware`` answers.
"""

from django.template.loader import render_to_string

try:
    from weasyprint import CSS, HTML
except OSError as error:
    CSS = HTML = None
    why_unavailable = str(error).partition("\n")[0]
else:
    why_unavailable = ""


class PdfUnavailableError(Exception):
    """No PDF can be made on this machine: a library of the system is missing."""


def render_pdf(template, style, context):
    """Return the bytes of the PDF that the templates ``template`` (HTML) and ``style`` (CSS) make of ``context``.

    Takes about a second of the processor. Nothing is loaded from outside. Raises PdfUnavailableError.
    """
    page, sheet = (render_to_string(name, context) for name in (template, style))
    return html_to_pdf(page, style=sheet, pdf_tags=True)


def html_to_pdf(page, *, style="", **options):
    """Return the bytes of the PDF of ``page``, HTML as text, with ``style`` in CSS. Raises PdfUnavailableError."""
    if HTML is None:
        raise PdfUnavailableError(why_unavailable)
    return HTML(string=page, url_fetcher=_refuse).write_pdf(stylesheets=[CSS(string=style)], **options)


def _refuse(url, *args, **kwargs):
    raise ValueError(f"not loaded: {url}")
