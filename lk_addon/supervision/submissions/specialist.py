"""What follows from documents about an employee."""

from django.core.exceptions import ValidationError

from lk_addon.correspondence.domain.effects import note_effect
from lk_addon.correspondence.kinds import Decision, FormOfKind
from lk_addon.supervision.domain.specialist import add_document, save_specialist
from lk_addon.supervision.models import Specialist, SpecialistDocument
from lk_addon.supervision.submissions.specialist_form import CARD, SpecialistForm, card_in

Kind = SpecialistDocument.Kind


def demand_kinds(*, letter, cleaned_data, actor):
    """Refuse files that do not say what they are: they are kept by kind. Raises ValidationError."""
    loose = [f"«{row.file.name}»" for row in letter.attachments.select_related("file") if row.item not in Kind.values]
    if loose:
        raise ValidationError(f"Что это за документ: {', '.join(loose)}? Приложите файл под его видом.")


def enter(*, letter, actor):
    """Store the card and attach the documents of ``letter``.

    Raises ValidationError where somebody chosen has left meanwhile, or a file has not passed the antivirus.
    """
    attachments = list(letter.attachments.select_related("file"))
    waiting = [f"«{row.file.name}»" for row in attachments if not row.file.is_readable]
    if waiting:
        raise ValidationError(f"Антивирус ещё не проверил: {', '.join(waiting)}. Внесите сведения, когда проверит.")
    specialist, card = _row(letter), card_in(letter)
    changed = [name for name in CARD if getattr(specialist, name) != card[name]]
    for name in changed:
        setattr(specialist, name, card[name])
    save_specialist(specialist=specialist, actor=actor, changed=changed)
    for attachment in attachments:
        add_document(specialist=specialist, kind=attachment.item, sent_file=attachment.file, actor=actor)
    note_effect(letter=letter, row=specialist, said=f"Сведения внесены: {specialist}")


def _row(letter):
    chosen, member = letter.fields.get("specialist"), letter.thread.member
    if not chosen:
        return Specialist(member=member)
    working = (
        Specialist.objects.select_for_update(no_key=True, of=("self",)).select_related("member").filter(left_at=None)
    )
    row = working.filter(pk=chosen, member=member).first()
    if row is None:
        raise ValidationError("Этот специалист уже не работает у члена СРО: откажите или попросите новые сведения.")
    return row


STAFF_DOCS = FormOfKind(
    "staff_docs",
    SpecialistForm,
    template="lk_addon/supervision/submissions/specialist.html",
    on_sent=demand_kinds,
    decisions=(
        Decision(
            "enter",
            "Внести сведения о специалисте",
            act=enter,
            permission="supervision.change_specialist",
            explanation="Карточка специалиста появится или изменится, документы встанут к ней.",
        ),
    ),
    reading_permission="supervision.read_specialistdocument",
)
