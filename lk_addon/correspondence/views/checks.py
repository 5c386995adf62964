"""How a signature was checked, step by step, for the member that sent it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from cms.audit.domain import record
from lk_addon.correspondence.queries import checks_of, employee_in
from lk_addon.signatures.evidence import protocol_pdf


def _found(request, pk):
    checks = checks_of(request.entrance.member, employee_in(request)).select_related("document", "signature", "member")
    return get_object_or_404(checks, pk=pk)


@require_safe
def check(request, pk):
    """Show the protocol; it names no person (REQ-4.2)."""
    context = {"check": _found(request, pk), "with_names": False}
    return render(request, "lk_addon/correspondence/check.html", context)


@require_safe
def check_pdf(request, pk):
    """Give the protocol as PDF."""
    found = _found(request, pk)
    response = HttpResponse(protocol_pdf(found, with_names=False), content_type="application/pdf")
    record("signature.protocol_taken", actor=request.user, obj=found)
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=f"protokol-{found.pk}.pdf"
    )
    return response
