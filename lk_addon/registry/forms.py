"""Forms of the register's staff screens."""

from django import forms
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput

from lk_addon.cabinet.widgets import DayInput
from lk_addon.registry.models import OBJECT_CATEGORIES, Fund, FundContribution, Member, MemberLevel


class CardDayForm(forms.Form):
    """The day on which a member wants to see the card; without one, today."""

    on = forms.DateField(label="Карточка на дату", required=False, widget=DayInput)

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        self.first, self.last = member.registered_at, timezone.localdate()
        self.fields["on"].widget.attrs |= {"min": self.first.isoformat(), "max": self.last.isoformat()}

    def clean_on(self):
        """Refuse days that the register does not know."""
        day = self.cleaned_data["on"]
        if day and not self.first <= day <= self.last:
            raise forms.ValidationError(f"Выберите день с {self.first:%d.%m.%Y} по {self.last:%d.%m.%Y}.")
        return day


class EntryForm(WagtailAdminModelForm):
    """An entry of the register, with what a correction of it must tell (REQ-L.4)."""

    ground = forms.CharField(
        label="Документ",
        max_length=300,
        required=False,
        help_text="По какому документу вносятся сведения. Для изменений обязателен: заявление № 5 от 03.03.2026.",
    )
    event_on = forms.DateField(
        label="Дата события",
        required=False,
        widget=AdminDateInput,
        help_text="Когда произошло то, о чём сообщил член СРО.",
    )
    reported_on = forms.DateField(label="Когда член СРО сообщил", required=False, widget=AdminDateInput)

    def clean(self):
        """Want a document for every correction."""
        cleaned = super().clean()
        if self.instance.pk and not cleaned.get("ground"):
            self.add_error("ground", "Назовите документ, по которому изменяются сведения.")
        return cleaned


class ExclusionForm(forms.Form):
    """The end of a membership and the decision behind it."""

    terminated_at = forms.DateField(
        label="Дата прекращения членства",
        initial=timezone.localdate,
        widget=AdminDateInput,
        help_text="Будущая дата закроет кабинет в этот день, прошедшая или сегодняшняя — сразу.",
    )
    ground = forms.ChoiceField(label="Основание", choices=Member.Ground)
    document = forms.CharField(
        label="Документ", max_length=300, help_text="Например: протокол Совета № 12 от 03.03.2026."
    )


class ExclusionCancelForm(forms.Form):
    """Why an exclusion is taken back."""

    ground = forms.CharField(
        label="Основание",
        max_length=300,
        help_text="Документ или причина. Например: протокол Совета № 14 от 10.03.2026; внесено не той организации.",
    )


class DocumentForm(forms.Form):
    """The minutes behind a decision."""

    body = forms.CharField(label="Кто принял решение", max_length=200, initial="Совет СРО")
    protocol_no = forms.CharField(label="Протокол №", max_length=50)
    date = forms.DateField(label="Дата решения", initial=timezone.localdate, widget=AdminDateInput)
    text = forms.CharField(label="Основание", required=False, widget=forms.Textarea(attrs={"rows": 3}))


class DecisionForm(DocumentForm):
    """A decision that may come into force later than it was taken."""

    effective_from = forms.DateField(
        label="Действует с", required=False, widget=AdminDateInput, help_text="Пусто — со дня решения."
    )

    field_order = ["body", "protocol_no", "date", "effective_from", "until", "categories", "text"]


class CategoriesForm(DecisionForm):
    """A decision upon some categories of objects."""

    categories = forms.MultipleChoiceField(
        label="Категории объектов",
        choices=[(one.value, f"{one.letter}) {one.label}") for one in OBJECT_CATEGORIES],
        widget=forms.CheckboxSelectMultiple,
    )


class UntilForm(DecisionForm):
    """A ban, with its term."""

    until = forms.DateField(
        label="Последний день срока", required=False, widget=AdminDateInput, help_text="Пусто — без срока."
    )


class BanForm(UntilForm, CategoriesForm):
    """A ban upon some categories of objects."""


class LevelForm(forms.Form):
    """A level of responsibility and its ground."""

    fund = forms.ChoiceField(label="Фонд", choices=Fund)
    number = forms.TypedChoiceField(
        label="Уровень", coerce=int, choices=MemberLevel._meta.get_field("number").choices, initial=1
    )
    since = forms.DateField(label="С какого дня", initial=timezone.localdate, widget=AdminDateInput)
    document = forms.CharField(
        label="Основание", max_length=300, help_text="Например: протокол Совета № 12 от 03.03.2026."
    )


class LevelEndForm(forms.Form):
    """The end of a level."""

    fund = forms.ChoiceField(label="Фонд", choices=Fund)
    since = forms.DateField(label="С какого дня уровня нет", initial=timezone.localdate, widget=AdminDateInput)
    document = forms.CharField(label="Основание", max_length=300)


class ContributionForm(forms.ModelForm):
    """Money that came into a fund."""

    class Meta:
        model = FundContribution
        fields = ["fund", "kind", "paid_on", "amount", "document"]
        localized_fields = ["amount"]
        widgets = {"paid_on": AdminDateInput}


class AnnulmentForm(forms.Form):
    """Why a row does not count."""

    reason = forms.CharField(label="Причина", max_length=300, help_text="Например: внесено дважды.")
