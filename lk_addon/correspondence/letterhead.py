"""A letter of the SRO on its letterhead: the PDF that goes with the text, sealed where a seal is configured."""

from django.core.exceptions import ValidationError

from cms.core.frame import frame
from cms.core.pdf import render_pdf
from lk_addon.registry.extracts import seal

TEMPLATES = ("lk_addon/correspondence/paper/letter.html", "lk_addon/correspondence/paper/letter.css")
REASON = "Письмо члену СРО"


def letter_pdf(letter, *, answers=None, sealed=True):
    """Return the bytes of the PDF of an outgoing ``letter`` that has its number; ``answers`` is what it answers.

    About a second. With ``sealed`` it bears the organisation's seal where one is configured.
    Raises ValidationError when the seal cannot be put: nothing goes without it then.
    """
    try:
        sealed_by = seal.seal_name() if sealed else ""
        context = {
            "letter": letter,
            "member": letter.thread.member,
            "organization": frame().organization,
            "answers": answers,
            "registration": getattr(answers, "registration", None),
            "sealed_by": sealed_by,
        }
        paper = render_pdf(*TEMPLATES, context)
        return seal.put_seal(paper, reason=REASON) if sealed_by else paper
    except seal.SealError as error:
        raise ValidationError(
            "Сейчас письмо нельзя заверить печатью, поэтому оно не отправлено. Отправьте его без бланка или "
            "сообщите администратору.",
            code="seal",
        ) from error


def paper_name(letter):
    """Return what the file of a letter is called on the reader's computer."""
    return f"Письмо {letter.number.replace('/', '-')}.pdf"
