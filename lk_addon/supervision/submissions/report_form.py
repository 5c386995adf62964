"""The annual report as a member fills it in: sections and questions of the year's form (REQ-3.2.2.N3)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.functional import cached_property

from lk_addon.cabinet.templatetags.money import rubles
from lk_addon.cabinet.widgets import DayInput
from lk_addon.correspondence import prefill
from lk_addon.correspondence.forms.base import SubmissionForm
from lk_addon.correspondence.forms.fields import MoneyField
from lk_addon.correspondence.unavailability import member_term
from lk_addon.supervision.models import AnnualReport, ReportForm, ReportVersion
from lk_addon.supervision.models.report_form import FieldType, options_of
from lk_addon.supervision.queries import report_due

YEARS = 3  # that may be reported on: the last ones
ANSWER = "answer_"  # before the codes of questions, so that none is called like a field of the letter


def form_for(year):
    """Return the form by which ``year`` is reported on: the newest of that year or before it; None without one."""
    return ReportForm.objects.filter(is_open=True, year__lte=year).order_by("-year", "-edition").first()


def last_answers(member, year):
    """Return what the member answered in the last version of its last report before ``year``."""
    versions = ReportVersion.objects.filter(report__member=member, report__year__lt=year).exclude(form=None)
    version = versions.order_by("-report__year", "-number").first()
    return version.answers if version else {}


@dataclass(frozen=True)
class Section:
    """A part of the form as the page shows it."""

    number: int
    title: str
    help: str
    fields: list  # BoundField

    @property
    def mistakes(self):
        """How many fields of it are refused."""
        return sum(1 for field in self.fields if field.errors)


class AnnualReportForm(SubmissionForm):
    """Its fields are those of the form of the year that is chosen."""

    HAS_SUBJECT = False

    year = forms.TypedChoiceField(label="За год", coerce=int, choices=())

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, str(year)) for year in self.years()]
        self.fields["text"].label = "Пояснения к отчёту"
        self._ask()

    @staticmethod
    def years():
        """The years that may be reported on, the last first."""
        last = timezone.localdate().year - 1
        return [last - back for back in range(YEARS)]

    def show_typed(self, typed):
        """Ask the questions of the year that was typed before its answers are shown."""
        self.initial["year"] = typed.get(self.add_prefix("year"), self.initial.get("year"))
        self.__dict__.pop("year_in_view", None)
        self._ask()
        super().show_typed(typed)

    @cached_property
    def year_in_view(self):
        """The year that is chosen, last year while nothing sensible is."""
        chosen = self.chosen("year")
        return next((year for year in self.years() if str(year) == chosen), self.years()[0])

    @property
    def due(self):
        """Until when the SRO awaits the report of that year; an outage of the cabinet moves it."""
        return member_term(report_due(self.year_in_view)).on

    @property
    def days_left(self):
        """How many days there still are; negative when it is late."""
        return (self.due - timezone.localdate()).days

    def _ask(self):
        """Put the fields of the form of the year in view in the place of others."""
        for name in [name for name in self.fields if name.startswith(ANSWER)]:
            del self.fields[name]
        self.report_form = form_for(self.year_in_view)
        self._sections = []
        if self.report_form is None:
            return
        before = last_answers(self.member, self.year_in_view)
        for block in self.report_form.sections:
            names = []
            for question in block.value["fields"]:
                name = ANSWER + question["code"]
                self.fields[name] = field_of(question)
                names.append(name)
                if not self.is_bound and name not in self.initial:
                    self.initial[name] = self._known(question, before)
            self._sections.append((block.value["title"], block.value["help"], names))
        self.order_fields(["year", *(name for *_words, names in self._sections for name in names), *self.ENVELOPE])

    def _known(self, question, before):
        if question["type"] == FieldType.YES and question["required"]:
            return None  # what somebody confirms is confirmed each year anew
        known = prefill.known(question["source"], self.member, self.year_in_view) if question["source"] else None
        return before.get(question["code"]) if known is None else known

    @property
    def sections(self):
        """The :class:`Section` rows of the page."""
        return [
            Section(number, title, words, [self[name] for name in names])
            for number, (title, words, names) in enumerate(self._sections, start=1)
        ]

    def clean_year(self):
        """Refuse a year whose report is being looked at or accepted."""
        year = self.cleaned_data["year"]
        report = AnnualReport.objects.filter(member=self.member, year=year).first()
        if report and report.state != AnnualReport.State.RETURNED:
            raise forms.ValidationError(f"Отчёт за {year}\u00a0год уже {report.get_state_display()}.")
        return year

    def clean(self):
        """Say where nothing can be filled in, and how many mistakes which section has."""
        cleaned = super().clean()
        if self.report_form is None:
            self.add_error(None, "Форма отчёта за этот год ещё не утверждена. Спросите СРО.")
        wrong = [f"{section.number}. {section.title} ({section.mistakes})" for section in self._wrong()]
        if wrong:
            self.add_error(None, f"Заполните и исправьте разделы: {'; '.join(wrong)}.")
        return cleaned

    def _wrong(self):
        return [section for section in self.sections if section.mistakes]

    def subject_line(self):
        """Name the year."""
        return f"Отчёт о деятельности за {self.cleaned_data['year']} год"

    def shown(self):
        """Add by which form the answers were given, and whether in time."""
        pairs = [["Форма", str(self.report_form)], *super().shown()]
        if self.days_left < 0:
            pairs.append(["Сдать нужно было до", f"{self.due:%d.%m.%Y}, сдано позже"])
        return pairs

    def _words(self, name, value):
        if name == "year":
            return str(value)
        return rubles(value) if isinstance(value, Decimal) else super()._words(name, value)


def field_of(question):
    """Return the form's field for a question."""
    options = {"label": question["label"], "required": question["required"], "help_text": question["help"] or ""}
    choices = [("", "—"), *((option, option) for option in options_of(question))]
    kinds = {
        FieldType.LINE: lambda: forms.CharField(max_length=500, **options),
        FieldType.TEXT: lambda: forms.CharField(max_length=10_000, widget=forms.Textarea({"rows": 4}), **options),
        FieldType.WHOLE: lambda: forms.IntegerField(min_value=0, max_value=10**9, **options),
        FieldType.MONEY: lambda: MoneyField(min_value=Decimal(0), **options),
        FieldType.DAY: lambda: forms.DateField(widget=DayInput, **options),
        FieldType.YES: lambda: forms.BooleanField(**options),
        FieldType.CHOICE: lambda: forms.ChoiceField(choices=choices, **options),
    }
    return kinds[question["type"]]()


def answer_words(question, answer):
    """Return an answer as JSON keeps it in words, for paper."""
    if question["type"] == FieldType.YES:
        return "да" if answer else "нет"
    if answer in (None, ""):
        return "—"
    if question["type"] == FieldType.MONEY:
        return rubles(Decimal(str(answer)))
    if question["type"] == FieldType.DAY:
        day = answer if isinstance(answer, date) else parse_date(answer)
        return f"{day:%d.%m.%Y}"
    return str(answer)
