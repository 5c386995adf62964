"""Papers that the accounting department gives out, made of the ledger."""

from django.utils import timezone

from cms.core.frame import frame
from cms.core.pdf import render_pdf

STYLE = "lk_addon/finance/papers/paper.css"


def reconciliation_pdf(member, act, *, asked_by):
    """Return the bytes of the act of a :class:`Reconciliation`; ``asked_by`` names the letter that asked for it."""
    return _paper("reconciliation", member, asked_by, act=act)


def no_debt_pdf(member, state, *, asked_by):
    """Return the bytes of the certificate that ``member`` owes nothing on the day of ``state``."""
    return _paper("no_debt", member, asked_by, state=state)


def _paper(name, member, asked_by, **more):
    context = {"member": member, "asked_by": asked_by, "made_on": timezone.localdate()} | more
    context["organization"] = frame().organization
    return render_pdf(f"lk_addon/finance/papers/{name}.html", STYLE, context)
