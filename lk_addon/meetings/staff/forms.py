"""Forms of the back office about meetings."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

from lk_addon.cabinet.files import PrivateUploadField
from lk_addon.meetings.models import Choice
from lk_addon.registry.audience import AudienceForm
from lk_addon.registry.models import Member

SIGNS = [("", "недействителен: не отмечен ни один вариант или несколько"), *Choice.choices]


class MeetingForm(AudienceForm):
    """A meeting with whom it is for."""


class ReasonForm(forms.Form):
    """Why; members read it."""

    reason = forms.CharField(label="Причина", max_length=400, help_text="Её прочитают члены СРО.")


class MoveForm(ReasonForm):
    """When and where it is now."""

    starts_at = forms.DateTimeField(label="Начало", widget=AdminDateTimeInput)
    ends_at = forms.DateTimeField(label="Окончание", widget=AdminDateTimeInput, required=False)
    place = forms.CharField(label="Место", max_length=300, required=False)
    ballot_deadline = forms.DateTimeField(label="Бюллетени принимаются до", widget=AdminDateTimeInput, required=False)

    field_order = ["starts_at", "ends_at", "place", "ballot_deadline", "reason"]


class VideoForm(forms.Form):
    """Where the conference is."""

    video_url = forms.URLField(
        label="Ссылка на видеоконференцию", max_length=500, assume_scheme="https", help_text="Начало ссылки — https://."
    )


class MaterialForm(forms.Form):
    """A paper."""

    title = forms.CharField(label="Название", max_length=200)
    file = PrivateUploadField(label="Файл")


class MinutesForm(forms.Form):
    """The minutes by which results are approved."""

    minutes_no = forms.CharField(label="Протокол №", max_length=50)
    minutes_date = forms.DateField(label="Дата протокола", widget=AdminDateInput, initial=timezone.localdate)
    minutes_file = PrivateUploadField(label="Файл протокола", help_text="Подписан председателем и секретарём.")


class OptionalMinutesForm(MinutesForm):
    """Minutes where there are any: whole or none."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False
        self.fields["minutes_date"].initial = None

    def clean(self):
        """Ask for the rest where a part is given."""
        cleaned = super().clean()
        given = [name for name in self.fields if cleaned.get(name)]
        if given and len(given) < len(self.fields) and not self.errors:
            raise ValidationError("Укажите номер, дату и файл протокола или оставьте все три поля пустыми.")
        return cleaned


class MemberField(forms.CharField):
    """A member by its number in the register."""

    def __init__(self, **kwargs):
        super().__init__(label="№ члена СРО в реестре", max_length=20, **kwargs)

    def clean(self, value):
        """Return the member; an unknown number is an error."""
        number = super().clean(value)
        member = Member.objects.filter(registration_number=number).first()
        if member is None:
            raise ValidationError("Такого номера в реестре нет.")
        return member


class AttendanceForm(forms.Form):
    """Who came for whom."""

    member = MemberField()
    representative = forms.CharField(label="Представитель", max_length=300, help_text="Фамилия, имя и отчество.")
    basis = forms.CharField(label="На основании", max_length=300, help_text="Устав или доверенность № и дата.")


class ChoicesForm(forms.Form):
    """What a paper says of each question of open voting."""

    def __init__(self, *args, items, initial_choices=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.items = [item for item in items if item.is_on_ballot]
        for item in self.items:
            name = f"item_{item.pk}"
            self.fields[name] = forms.ChoiceField(
                label=str(item), choices=SIGNS, required=False, initial=(initial_choices or {}).get(name, "")
            )

    @property
    def choices(self):
        """Return item → what it says."""
        return {item: self.cleaned_data[f"item_{item.pk}"] for item in self.items}


class PaperBallotForm(ChoicesForm):
    """A ballot that was handed in."""

    member = MemberField()
    basis = forms.CharField(label="Кто голосует и на основании чего", max_length=300)


class HallForm(forms.Form):
    """Sums of the hall upon one question."""

    votes_for = forms.IntegerField(label="За", min_value=0, max_value=10**6)
    against = forms.IntegerField(label="Против", min_value=0, max_value=10**6)
    abstained = forms.IntegerField(label="Воздержались", min_value=0, max_value=10**6)
    invalid = forms.IntegerField(label="Недействительны", min_value=0, max_value=10**6, initial=0)
