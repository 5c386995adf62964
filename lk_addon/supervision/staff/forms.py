"""Forms of the control department's acts."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.admin.widgets import AdminDateInput

from lk_addon.cabinet.files import PrivateUploadField
from lk_addon.registry.models import Member
from lk_addon.supervision.models import DisciplinaryAction, Inspection, InspectionSubject, SpecialistDocument
from lk_addon.supervision.queries import members_for_plan

VIOLATIONS = 6  # rows for violations that the form of an act offers
MOST_MEMBERS = 300  # that are offered for a plan at once; who waits longest comes first


def day(label, **kwargs):
    """Return a field for a date."""
    return forms.DateField(label=label, widget=AdminDateInput, **kwargs)


class NoticeForm(forms.Form):
    """The decision by which the member is inspected."""

    basis_no = forms.CharField(label="Решение или приказ №", max_length=50)
    basis_date = day("Дата решения или приказа", initial=timezone.localdate)


class DocumentsForm(forms.Form):
    """What the member is to present."""

    names = forms.CharField(
        label="Документы", widget=forms.Textarea(attrs={"rows": 8}), help_text="Каждый документ с новой строки."
    )
    due = day("Представить до")

    def clean_names(self):
        """Return the lines that say something."""
        names = [line.strip() for line in self.cleaned_data["names"].splitlines() if line.strip()]
        if any(len(name) > 300 for name in names):
            raise ValidationError("Название документа — не длиннее 300 знаков.")
        return names


class ActForm(forms.Form):
    """The act of an inspection with what it found."""

    act_no = forms.CharField(label="Акт №", max_length=50)
    act_date = day("Дата акта", initial=timezone.localdate)
    act_file = PrivateUploadField(label="Файл акта")
    result = forms.ChoiceField(label="Результат", choices=Inspection.Result)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for number in range(1, VIOLATIONS + 1):
            self.fields[f"norm_{number}"] = forms.CharField(
                label=f"Нарушение {number}: нарушенная норма", max_length=300, required=False
            )
            self.fields[f"text_{number}"] = forms.CharField(
                label=f"Нарушение {number}: в чём оно",
                max_length=3000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def clean(self):
        """Gather the violations; each has both its norm and its text."""
        cleaned = super().clean()
        pairs = [(cleaned.pop(f"norm_{n}", ""), cleaned.pop(f"text_{n}", "")) for n in range(1, VIOLATIONS + 1)]
        cleaned["violations"] = [pair for pair in pairs if any(pair)]
        if not all(all(pair) for pair in cleaned["violations"]):
            raise ValidationError("У каждого нарушения нужны и норма, и описание.")
        return cleaned


class TermForm(forms.Form):
    """By when violations are to be cured."""

    cure_by = day("Устранить до")


class CureForm(forms.Form):
    """That a violation is cured."""

    cured_at = day("Устранено", initial=timezone.localdate)
    evidence = forms.CharField(label="Чем подтверждено", max_length=500)


class ReasonForm(forms.Form):
    """Why; the member reads it."""

    reason = forms.CharField(label="Причина", max_length=300, help_text="Её увидит член СРО.")


class NewDaysForm(forms.Form):
    """New days of a postponed inspection."""

    start = day("Начало")
    end = day("Окончание")


class MeasureForm(forms.ModelForm):
    """A measure and the decision behind it."""

    class Meta:
        model = DisciplinaryAction
        fields = ["kind", "body", "protocol_no", "date", "until", "text", "decision_file"]
        widgets = {
            "date": AdminDateInput,
            "until": AdminDateInput,
            "text": forms.Textarea(attrs={"rows": 4}),
        }

    def _post_clean(self):
        """Leave the row's own checks to the domain function, which knows its member."""
        self.instance = forms.models.construct_instance(self, self.instance, self._meta.fields)


class MeasureEndForm(forms.Form):
    """When a measure was carried out or lifted."""

    ended_at = day("Дата", initial=timezone.localdate)


class FileForm(forms.Form):
    """One file."""

    file = PrivateUploadField(label="Файл")


class RemarkForm(forms.Form):
    """A remark that the member reads."""

    remark = forms.CharField(
        label="Замечание",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Его увидит член СРО.",
    )


class ReportForm(forms.Form):
    """A report that came on paper or by mail."""

    member = forms.ModelChoiceField(label="Член СРО", queryset=Member.objects.acting())
    year = forms.IntegerField(label="За год", min_value=2009, max_value=2100)
    file = PrivateUploadField(label="Файл отчёта")


class SpecialistDocumentForm(forms.Form):
    """A document of a specialist."""

    kind = forms.ChoiceField(label="Вид документа", choices=SpecialistDocument.Kind)
    file = PrivateUploadField(label="Файл")


class LeavingForm(forms.Form):
    """When a specialist left."""

    left_at = day("Дата увольнения", initial=timezone.localdate)


class FillPlanForm(forms.Form):
    """Whom to inspect in a year, when and how."""

    first = day("Первая проверка не раньше")
    last = day("Последняя проверка не позже")
    duration = forms.IntegerField(label="Длительность, рабочих дней", min_value=1, max_value=60, initial=20)
    form = forms.ChoiceField(label="Форма", choices=Inspection.Form)
    subjects = forms.ModelMultipleChoiceField(
        label="Предмет",
        queryset=InspectionSubject.objects.filter(is_offered=True),
        widget=forms.CheckboxSelectMultiple,
    )
    members = forms.ModelMultipleChoiceField(
        label="Члены СРО, у которых подошёл срок",
        queryset=Member.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=(
            f"Дольше всех без проверки — первые, не больше {MOST_MEMBERS} за раз. "
            "Срок считается по правилам, действующим в этом году."
        ),
    )

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, **kwargs)
        everybody = members_for_plan(plan.year)
        first = list(everybody.values_list("pk", flat=True)[:MOST_MEMBERS])
        due = everybody.filter(pk__in=first)
        self.fields["members"].queryset = due
        self.fields["members"].label_from_instance = lambda member: (
            f"{member} — последняя проверка или приём {member.last_planned:%d.%m.%Y}"
        )
        self.initial.setdefault("members", [member.pk for member in due])
