"""The yearly notice of the aggregate obligations, prefilled from the journal of contracts (REQ-3.2.2.N4)."""

from decimal import Decimal

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property

from lk_addon.cabinet.templatetags.money import rubles
from lk_addon.contracts.models import ObligationNotice
from lk_addon.contracts.obligations import notice_due, year_by_journal
from lk_addon.correspondence.forms.base import SubmissionForm
from lk_addon.correspondence.forms.fields import MoneyField
from lk_addon.correspondence.unavailability import member_term

YEARS = 3  # that may be told of: the last ones
FIGURES = ("concluded_count", "concluded_sum", "performed_sum", "remaining_sum")


class ObligationNoticeForm(SubmissionForm):
    """The figures of a year: the journal's own, or the member's with the reason why they differ."""

    HAS_SUBJECT = False

    year = forms.TypedChoiceField(label="За год", coerce=int, choices=())
    concluded_count = forms.IntegerField(label="Заключено договоров за год", min_value=0, max_value=100_000)
    concluded_sum = MoneyField(label="На сумму, ₽", min_value=Decimal(0))
    performed_sum = MoneyField(label="Исполнено за год, ₽", min_value=Decimal(0), help_text="По актам приёмки.")
    remaining_sum = MoneyField(
        label="Фактический совокупный размер обязательств на 31 декабря, ₽",
        min_value=Decimal(0),
        help_text="Цены действующих договоров минус принятое по актам.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, str(year)) for year in self.years()]
        self.fields["text"].label = "Пояснения"
        self.order_fields(["year", *FIGURES, *self.ENVELOPE])

    @staticmethod
    def years():
        """The years that may be told of, the last first."""
        last = timezone.localdate().year - 1
        return [last - back for back in range(YEARS)]

    def prefilled(self):
        """Begin with what the journal says of last year."""
        year = self.years()[0]
        return super().prefilled() | {"year": year} | year_by_journal(self.member, year).totals()

    @cached_property
    def year_in_view(self):
        """The year that is chosen, last year while nothing sensible is."""
        chosen = self.chosen("year")
        return next((year for year in self.years() if str(year) == chosen), self.years()[0])

    @cached_property
    def journal(self):
        """What the journal says of that year."""
        return year_by_journal(self.member, self.year_in_view)

    @property
    def figure_fields(self):
        """The fields of the figures."""
        return [self[name] for name in FIGURES]

    @property
    def due(self):
        """Until when the notice of that year was to be given; an outage of the cabinet moves it."""
        return member_term(notice_due(self.year_in_view)).on

    @property
    def days_left(self):
        """How many days there still are; negative when it is late."""
        return (self.due - timezone.localdate()).days

    def differences(self):
        """Return the labels of figures that are not the journal's."""
        known = self.journal.totals()
        return [self.fields[name].label for name in FIGURES if self.cleaned_data.get(name) != known[name]]

    def clean_year(self):
        """Refuse a year whose notice was accepted."""
        year = self.cleaned_data["year"]
        accepted = ObligationNotice.objects.filter(member=self.member, year=year, state=ObligationNotice.State.ACCEPTED)
        if accepted.exists():
            raise forms.ValidationError(f"Уведомление за {year}\u00a0год уже принято. Выберите другой год.")
        return year

    def clean(self):
        """Ask why where the figures are not those of the journal."""
        cleaned = super().clean()
        if not self.errors and self.differences() and not cleaned.get("text"):
            names = ", ".join(f"«{label}»" for label in self.differences())
            self.add_error(
                "text",
                f"Не сходится с журналом договоров: {names}. Объясните почему или сообщите о договорах отдельно.",
            )
        return cleaned

    def subject_line(self):
        """Name the year."""
        return f"Уведомление о совокупном размере обязательств за {self.cleaned_data['year']} год"

    def shown(self):
        """Add the limit, the term, and the journal's contracts of the year."""
        use, remaining = self.journal.use, self.cleaned_data["remaining_sum"]
        pairs = super().shown()
        limit = "без предела" if use.state == "unlimited" else rubles(use.limit) or "уровня нет"
        if use.limit is not None and remaining > use.limit:
            limit += f", превышен на {rubles(remaining - use.limit)}"
        late = ", представлено позже" if self.days_left < 0 else ""
        pairs.append(["Предел уровня в КФ\u00a0ОДО", limit])
        pairs.append(["Представить нужно было до", f"{date_format(self.due, 'j E Y г.')}{late}"])
        pairs += [[f"Договор {row}", f"{rubles(row.price_now)}, {row.customer_name}"] for row in self.journal.contracts]
        return pairs

    def _words(self, name, value):
        return rubles(value) if name in FIGURES[1:] else super()._words(name, value)
