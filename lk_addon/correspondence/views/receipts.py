"""The receipt of what was sent: number, time, hashes and verdicts, as a page and as PDF (REQ-3.1.V9)."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from cms.audit.domain import record
from cms.core.frame import frame
from cms.core.pdf import render_pdf
from lk_addon.correspondence.composing import with_checks
from lk_addon.correspondence.models import Letter
from lk_addon.correspondence.queries import employee_in, letters_of


def _context(request, pk):
    letters = letters_of(request.entrance.member, employee_in(request)).filter(direction=Letter.Direction.INCOMING)
    letter = get_object_or_404(letters.select_related("thread__kind", "thread__member", "registration"), pk=pk)
    attachments = letter.attachments.select_related("file").prefetch_related("signatures__file")
    return {"letter": letter, "thread": letter.thread, "documents": with_checks(list(attachments))}


@require_safe
def receipt(request, pk):
    """Show the receipt."""
    return render(request, "lk_addon/correspondence/receipt.html", _context(request, pk))


@require_safe
def receipt_pdf(request, pk):
    """Give the receipt as PDF."""
    context = _context(request, pk) | {"organization": frame().organization}
    paper = render_pdf(
        "lk_addon/correspondence/receipt_paper.html", "lk_addon/correspondence/receipt_paper.css", context
    )
    letter = context["letter"]
    record("letter.receipt_taken", actor=request.user, obj=letter, number=letter.number)
    response = HttpResponse(paper, content_type="application/pdf")
    name = f"Квитанция {letter.number.replace('/', '-')}.pdf"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response
