"""What follows from requests about inspections and from their documents."""

from collections import defaultdict

from django import forms
from django.core.exceptions import ValidationError

from lk_addon.cabinet.widgets import DayInput
from lk_addon.correspondence.domain.effects import note_effect
from lk_addon.correspondence.kinds import Decision, FormOfKind
from lk_addon.correspondence.models import Letter, Thread
from lk_addon.supervision.domain import documents as document_acts
from lk_addon.supervision.domain.outcome import cure_violation
from lk_addon.supervision.models import Inspection, RequestedDocument, Violation
from lk_addon.supervision.submissions.inspection_forms import (
    InspectionDocumentsForm,
    InspectionRequestForm,
    ViolationField,
    violations_in,
)

CONDUCT = "supervision.conduct_inspection"
SUBMITTED = (Letter.Role.SUBMISSION, Letter.Role.CORRECTION)
ACCEPTED, RETURNED = RequestedDocument.State.ACCEPTED, RequestedDocument.State.RETURNED


def inspection_of(letter):
    """Return the inspection that ``letter`` is about; None for one about inspections at large."""
    return Inspection.objects.filter(pk=letter.fields.get("inspection"), member=letter.thread.member).first()


class NewDueForm(forms.Form):
    """Until when documents are to be presented now."""

    due = forms.DateField(label="Документы представить до", widget=DayInput)

    def __init__(self, *args, letter, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["due"] = letter.fields.get("new_due")


def move(*, letter, due, actor):
    """Move the day for documents."""
    inspection = document_acts.move_due(inspection=inspection_of(letter), due=due, actor=actor)
    note_effect(letter=letter, row=inspection, said=f"Документы к проверке представить до {due:%d.%m.%Y}")


class CuredForm(forms.Form):
    """Which of the violations that the member names are cured indeed, since when and what proves it."""

    violations = ViolationField(
        label="Устранены", queryset=Violation.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    cured_at = forms.DateField(label="Устранены с", widget=DayInput)
    evidence = forms.CharField(label="Чем подтверждено", max_length=500)

    def __init__(self, *args, letter, **kwargs):
        super().__init__(*args, **kwargs)
        waiting = violations_in(letter)
        self.fields["violations"].queryset = waiting
        self.initial |= {
            "violations": list(waiting),
            "cured_at": letter.fields.get("cured_on"),
            "evidence": f"письмо {letter}",
        }


def note_cured(*, letter, violations, cured_at, evidence, actor):
    """Note that the chosen violations are cured; the others stay as they are."""
    for violation in violations:
        cure_violation(violation=violation, cured_at=cured_at, evidence=evidence, actor=actor)
        note_effect(letter=letter, row=violation, said=f"Устранено нарушение: {violation.norm}")


INSPECTION = FormOfKind(
    "inspection",
    InspectionRequestForm,
    template="lk_addon/supervision/submissions/request.html",
    decisions=(
        Decision(
            "move",
            "Перенести срок документов",
            act=move,
            form=NewDueForm,
            permission=CONDUCT,
            explanation="Новый срок сразу появится в кабинете члена СРО и в его календаре.",
            applies=lambda letter: letter.fields.get("topic") == InspectionRequestForm.POSTPONE,
        ),
        Decision(
            "cured",
            "Отметить нарушения устранёнными",
            act=note_cured,
            form=CuredForm,
            permission=CONDUCT,
            explanation="Отмеченные нарушения больше не напоминают о себе; остальные ждут устранения.",
            applies=lambda letter: violations_in(letter).exists(),
        ),
    ),
)


def take_in(*, letter, cleaned_data, actor):
    """Put each file to its item of the list. Raises ValidationError for a file without an item."""
    items = {str(document.pk): document for document in cleaned_data["inspection"].documents.all()}
    files, loose = defaultdict(list), []
    for attachment in letter.attachments.select_related("file"):
        if attachment.item in items:
            files[attachment.item].append(attachment.file)
        else:
            loose.append(f"«{attachment.file.name}»")
    if loose:
        raise ValidationError(f"К какому пункту перечня относится {', '.join(loose)}? Приложите файл под этим пунктом.")
    for item, presented in files.items():
        document_acts.receive_document(document=items[item], presented=presented, actor=actor)


def release(*, thread, actor):
    """Ask again for documents whose letter is withdrawn or refused before anybody has judged them."""
    why = {Thread.State.WITHDRAWN: "Отозван членом СРО.", Thread.State.REJECTED: "Отказано, причина в письме СРО."}
    if thread.state not in why:
        return
    for letter in thread.letters.filter(role__in=SUBMITTED):
        for document in presented_by(letter):
            document_acts.return_document(document=document, remark=why[thread.state], actor=actor)


def presented_by(letter):
    """Return the items that ``letter`` answered and that still wait for the SRO's decision."""
    answered = [item for item in letter.attachments.values_list("item", flat=True) if item.isdecimal()]
    return RequestedDocument.objects.filter(
        pk__in=answered,
        inspection=letter.fields["inspection"],
        inspection__member=letter.thread.member,
        state=RequestedDocument.State.RECEIVED,
    )


class ItemsForm(forms.Form):
    """Each presented document: good, or what is wrong with it."""

    CHOICES = ((ACCEPTED.value, "принять"), (RETURNED.value, "вернуть"))

    def __init__(self, *args, letter, **kwargs):
        super().__init__(*args, **kwargs)
        self.documents = list(presented_by(letter))
        for document in self.documents:
            self.fields[f"verdict_{document.pk}"] = forms.ChoiceField(
                label=document.name, choices=self.CHOICES, widget=forms.RadioSelect
            )
            self.fields[f"remark_{document.pk}"] = forms.CharField(
                label="Замечание", max_length=500, required=False, help_text="Его прочитает член СРО."
            )

    def clean(self):
        """Gather (document, remark or None) pairs; what is returned has its remark."""
        cleaned = super().clean()
        verdicts = []
        for document in self.documents:
            remark = cleaned.get(f"remark_{document.pk}", "")
            is_returned = cleaned.get(f"verdict_{document.pk}") == RETURNED
            if is_returned and not remark:
                self.add_error(f"remark_{document.pk}", "Напишите, что не так с документом.")
            verdicts.append((document, remark if is_returned else None))
        return {"verdicts": verdicts}


def judge(*, letter, verdicts, actor):
    """Accept and return the documents as the form says."""
    for document, remark in verdicts:
        if remark is None:
            document_acts.accept_document(document=document, actor=actor)
        else:
            document_acts.return_document(document=document, remark=remark, actor=actor)
        said = f"{document.name}: {'принят' if remark is None else f'возвращён, {remark}'}"
        note_effect(letter=letter, row=document, said=said)


INSPECTION_DOCS = FormOfKind(
    "inspection_docs",
    InspectionDocumentsForm,
    template="lk_addon/supervision/submissions/documents.html",
    on_sent=take_in,
    on_closed=release,
    decisions=(
        Decision(
            "judge",
            "Решить по документам",
            act=judge,
            form=ItemsForm,
            permission=CONDUCT,
            explanation="Возвращённые документы член СРО представит снова; они останутся в перечне.",
            applies=lambda letter: presented_by(letter).exists(),
        ),
    ),
)
