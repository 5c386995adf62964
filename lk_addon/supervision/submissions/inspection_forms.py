"""What members send about their inspections: a request (REQ-3.1.R1), the documents of the list (REQ-3.2.2.N2)."""

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property

from lk_addon.cabinet.widgets import DayInput
from lk_addon.correspondence.forms.base import Item, SubmissionForm
from lk_addon.correspondence.forms.fields import PastDayField
from lk_addon.correspondence.unavailability import member_term
from lk_addon.supervision.domain.documents import OPEN
from lk_addon.supervision.domain.outcome import CURING
from lk_addon.supervision.models import Inspection, RequestedDocument, Violation
from lk_addon.supervision.queries import inspections_of, violations_open_of


class InspectionField(forms.ModelChoiceField):
    """One of the member's own inspections."""

    def __init__(self, **kwargs):
        super().__init__(label="Проверка", queryset=Inspection.objects.none(), **kwargs)

    def label_from_instance(self, inspection):
        """Name it with its state, so that nobody has to know numbers."""
        return f"№\u00a0{inspection.number} от {inspection.start:%d.%m.%Y}, {inspection.get_state_display()}"


class ViolationField(forms.ModelMultipleChoiceField):
    """Violations that are still to be cured."""

    def label_from_instance(self, violation):
        """Name the inspection, the norm, and the term."""
        term = f", устранить до {violation.cure_by:%d.%m.%Y}"
        return f"Проверка №\u00a0{violation.inspection.number}: {violation.norm}{term}"


class InspectionRequestForm(SubmissionForm):
    """About one of the member's inspections, or about inspections at large; the topic says what is wanted."""

    DOCUMENTS, POSTPONE, OBJECTION, CURED = "documents", "postpone", "objection", "cured"
    TOPICS = (
        (DOCUMENTS, "вопрос о запрошенных документах"),
        (POSTPONE, "перенос срока представления документов"),
        (OBJECTION, "возражение на акт проверки"),
        (CURED, "устранение нарушений"),
    )
    HAS_SUBJECT = False

    inspection = InspectionField(required=False, empty_label="иная, её нет в списке")
    topic = forms.ChoiceField(label="О чём", choices=TOPICS)
    new_due = forms.DateField(
        label="Представим документы до", widget=DayInput, required=False, help_text="Для переноса срока."
    )
    violations = ViolationField(
        label="Что устранено",
        queryset=Violation.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    cured_on = PastDayField(label="Когда устранено", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["inspection"].queryset = inspections_of(self.member)
        self.fields["violations"].queryset = violations_open_of(self.member)
        self.order_fields(["inspection", "topic", "new_due", "violations", "cured_on", *self.ENVELOPE])

    def clean(self):
        """Ask for what the topic needs; what belongs to another topic is left out."""
        cleaned = super().clean()
        topic, inspection = cleaned.get("topic"), cleaned.get("inspection")
        needs_one = topic in (self.POSTPONE, self.OBJECTION)
        if needs_one and inspection is None and "inspection" not in self.errors:
            self.add_error("inspection", "Выберите проверку.")
        if topic == self.POSTPONE:
            self._check_postponing(cleaned, inspection)
        else:
            cleaned.pop("new_due", None)
        if topic == self.OBJECTION and inspection and not inspection.act_no:
            self.add_error("inspection", "Акта этой проверки ещё нет: возражать пока не на что.")
        if topic == self.CURED:
            self._check_cure(cleaned)
        else:
            for name in ("violations", "cured_on"):
                cleaned.pop(name, None)
        if topic != self.CURED and not cleaned.get("text") and "text" not in self.errors:
            self.add_error("text", "Напишите, о чём вы просите и почему.")
        return cleaned

    def _check_postponing(self, cleaned, inspection):
        day = cleaned.get("new_due")
        if day is None:
            if "new_due" not in self.errors:
                self.add_error("new_due", "Укажите, до какого дня вы представите документы.")
        elif day < timezone.localdate():
            self.add_error("new_due", "Этот день уже прошёл.")
        elif inspection and day > inspection.end:
            self.add_error(
                "new_due", f"Проверка заканчивается {inspection.end:%d.%m.%Y}: документы нужны до этого дня."
            )
        if inspection and (inspection.state not in OPEN or inspection.documents_due is None):
            self.add_error("inspection", "По этой проверке документов сейчас не ждут.")

    def _check_cure(self, cleaned):
        violations, inspection = cleaned.get("violations"), cleaned.get("inspection")
        if not violations:
            self.add_error("violations", "Отметьте, какие нарушения устранены.")
        elif inspection and any(violation.inspection_id != inspection.pk for violation in violations):
            self.add_error("violations", "Отметьте нарушения той проверки, которую вы выбрали.")
        if cleaned.get("cured_on") is None and "cured_on" not in self.errors:
            self.add_error("cured_on", "Укажите день.")

    def subject_line(self):
        """Name the topic and the inspection."""
        inspection = self.cleaned_data.get("inspection")
        words = dict(self.TOPICS)[self.cleaned_data["topic"]].capitalize()
        return f"{words}: {inspection}" if inspection else words


def violations_in(letter):
    """Return the violations that ``letter`` says are cured and that wait for it in a state in which it can be noted."""
    return Violation.objects.filter(
        pk__in=letter.fields.get("violations") or [],
        inspection__member=letter.thread.member,
        inspection__state__in=CURING,
        cured_at=None,
    ).select_related("inspection")


class InspectionDocumentsForm(SubmissionForm):
    """The answer to the list of documents of one inspection, item by item."""

    HAS_SUBJECT = HAS_LOOSE_FILES = False

    inspection = InspectionField(
        empty_label=None,
        error_messages={
            "required": "Сейчас ни по одной проверке документов не ждут.",
            "invalid_choice": "Выберите проверку.",
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["inspection"].queryset = answerable(self.member)
        self.order_fields(["inspection", *self.ENVELOPE])

    @cached_property
    def inspection_in_view(self):
        """The inspection that is chosen, the one due first while none is; None where nothing is awaited."""
        waiting = list(answerable(self.member).prefetch_related("documents"))
        chosen = self.chosen("inspection")
        return next((row for row in waiting if str(row.pk) == chosen), waiting[0] if waiting else None)

    @property
    def due(self):
        """Until when the documents are awaited, None without a day; an outage of the cabinet moves it."""
        row = self.inspection_in_view
        return member_term(row.documents_due).on if row and row.documents_due else None

    @property
    def days_left(self):
        """How many days there still are; negative when the day has passed, None without one."""
        return (self.due - timezone.localdate()).days if self.due else None

    def items(self):
        """Return the list of the inspection: what is accepted already is not asked again."""
        row = self.inspection_in_view
        if row is None:
            return []
        return [
            Item(str(document.pk), document.name, document.is_missing, self._note(document))
            for document in row.documents.all()
            if document.state != RequestedDocument.State.ACCEPTED
        ]

    @staticmethod
    def _note(document):
        if document.state == RequestedDocument.State.RETURNED:
            return f"Возвращён: {document.remark}"
        if document.state == RequestedDocument.State.RECEIVED:
            return "Уже представлен, ждёт решения СРО. Можно добавить файлы."
        return ""

    def subject_line(self):
        """Name the inspection."""
        return f"Документы к проверке №\u00a0{self.cleaned_data['inspection'].number}"

    def shown(self):
        """Add whether the documents came in time."""
        pairs = super().shown()
        if self.due:
            late = ", представлено позже" if self.days_left < 0 else ""
            pairs.append(["Представить нужно было до", f"{date_format(self.due, 'j E Y г.')}{late}"])
        return pairs


def answerable(member):
    """Return the inspections that ask ``member`` for documents now, those due first before the others."""
    return (
        inspections_of(member)
        .filter(state__in=OPEN, documents__isnull=False)
        .distinct()
        .order_by("documents_due", "pk")
    )
