"""Papers that the accounting department gives out, made of the ledger and sealed where a seal is configured."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from cms.core.frame import frame
from cms.core.pdf import render_pdf
from lk_addon.registry.extracts import seal

STYLE = "lk_addon/finance/papers/paper.css"


def reconciliation_pdf(member, act, *, asked_by):
    """Return the bytes of the act of a :class:`Reconciliation`; ``asked_by`` names the letter that asked for it.

    Raises ValidationError where the seal that is configured cannot be put.
    """
    return _paper("reconciliation", member, asked_by, act=act)


def no_debt_pdf(member, state, *, asked_by):
    """Return the bytes of the certificate that ``member`` owes nothing on the day of ``state``.

    Raises ValidationError where the seal that is configured cannot be put.
    """
    return _paper("no_debt", member, asked_by, state=state)


def _paper(name, member, asked_by, **more):
    context = {"member": member, "asked_by": asked_by, "made_on": timezone.localdate()} | more
    context["organization"] = frame().organization
    try:
        context["sealed_by"] = seal.seal_name()
        paper = render_pdf(f"lk_addon/finance/papers/{name}.html", STYLE, context)
        return seal.put_seal(paper, reason="Документ бухгалтерии СРО") if context["sealed_by"] else paper
    except seal.SealError as error:
        raise ValidationError(
            "Сейчас документ нельзя заверить печатью, поэтому он не составлен. Сообщите администратору.", code="seal"
        ) from error
