"""Forms of mailings: the staff's editor, the choice of letters in the cabinet."""

import re

from django import forms
from wagtail.admin.forms import WagtailAdminModelForm

from lk_addon.mailings.models import OPTIONAL, Category, Mailing
from lk_addon.registry.models import Fund, Member


class MailingForm(WagtailAdminModelForm):
    """The letter and whom it is for; chosen members are named by their register numbers."""

    region = forms.ChoiceField(label="Регион", required=False)
    numbers = forms.CharField(
        label="Номера членов СРО",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Регистрационные номера через пробел, запятую или с новой строки. Только для «перечисленных членов».",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        regions = Member.objects.acting().exclude(address_region="").order_by("address_region")
        names = regions.values_list("address_region", flat=True).distinct()
        self.fields["region"].choices = [("", "любой"), *((name, name) for name in names)]
        self.fields["fund"].choices = [("", "любой"), *Fund.choices]
        if self.instance.pk:
            numbers = self.instance.members.order_by("registration_number").values_list(
                "registration_number", flat=True
            )
            self.fields["numbers"].initial = ", ".join(numbers)

    def clean_numbers(self):
        """Return the acting members of these numbers; an unknown number is an error, not a silence."""
        numbers = set(re.split(r"[\s,;]+", self.cleaned_data["numbers"])) - {""}
        members = list(Member.objects.acting().filter(registration_number__in=numbers))
        unknown = numbers - {member.registration_number for member in members}
        if unknown:
            raise forms.ValidationError(f"Нет среди действующих членов: {', '.join(sorted(unknown))}.")
        return members

    def clean(self):
        """Ask for what the chosen audience needs."""
        data = super().clean()
        audience = data.get("audience")
        if audience == Mailing.Audience.CHOSEN and not data.get("numbers") and "numbers" not in self.errors:
            self.add_error("numbers", "Укажите хотя бы один номер.")
        if audience == Mailing.Audience.FILTER and not (data.get("region") or data.get("fund")):
            self.add_error("audience", "Укажите регион или уровень: без них это рассылка всем.")
        return data

    def _save_m2m(self):
        super()._save_m2m()
        self.instance.members.set(self.cleaned_data["numbers"])


class WishesForm(forms.Form):
    """Which optional letters to get."""

    categories = forms.MultipleChoiceField(
        label="Присылать мне",
        required=False,
        choices=[(category, Category(category).label) for category in OPTIONAL],
        widget=forms.CheckboxSelectMultiple,
    )
