"""To which members something is addressed: all that act, those of a region or a level, or those that are named.

A model that is addressed so has the fields ``audience``, ``region``, ``fund``, ``level`` and ``members``.
"""

import re

from django import forms
from wagtail.admin.forms import WagtailAdminModelForm

from lk_addon.registry.models import Fund, Member

FILTER, CHOSEN = "filter", "chosen"  # values of ``audience``; every other is «all»


def members_addressed(row):
    """Return the acting members that ``row`` addresses as things stand now."""
    if row.audience == CHOSEN:
        return row.members.acting()
    members = Member.objects.acting()
    if row.audience != FILTER:
        return members
    if row.fund:
        levels = [row.level] if row.level is not None else []
        members = Member.objects.with_level(row.fund, *levels)
    return members.filter(address_region=row.region) if row.region else members


class AudienceForm(WagtailAdminModelForm):
    """The part of a form that says whom it is for; chosen members are named by their register numbers."""

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
        if audience == CHOSEN and not data.get("numbers") and "numbers" not in self.errors:
            self.add_error("numbers", "Укажите хотя бы один номер.")
        if audience == FILTER and not (data.get("region") or data.get("fund")):
            self.add_error("audience", "Укажите регион или уровень: без них это отправка всем.")
        return data

    def _save_m2m(self):
        super()._save_m2m()
        self.instance.members.set(self.cleaned_data["numbers"])
