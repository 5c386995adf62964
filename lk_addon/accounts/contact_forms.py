"""Forms of one's own contacts. What is stored is never filled in: a contact is replaced, not read (REQ-4.2)."""

import re

from django import forms

from cms.users.models import User

DIGITS_OF_A_PHONE = range(10, 16)


class PhoneForm(forms.Form):
    """Another telephone."""

    phone = forms.CharField(
        label="Новый телефон",
        max_length=32,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off", "inputmode": "tel"}),
        help_text="С кодом города или оператора, можно с добавочным: +7 (000) 000-00-00, доб. 12.",
    )

    def clean_phone(self):
        """Take what people write in telephone numbers, and enough figures for one."""
        phone = " ".join(self.cleaned_data["phone"].split())
        if not re.fullmatch(r"[\d\s()+.,\-–—]+(?:доб[\d\s.]+)?", phone) or (
            sum(map(str.isdigit, phone.partition("доб")[0])) not in DIGITS_OF_A_PHONE
        ):
            raise forms.ValidationError("Это не похоже на номер телефона.", code="invalid")
        return phone


class EmailForm(forms.Form):
    """Another address, whose it is, and the request without which letters go to nobody else (REQ-4.5)."""

    OWN, OTHERS = "own", "others"

    email = forms.EmailField(
        label="Новый адрес почты",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text="На него придёт письмо со ссылкой. Адрес станет и логином — после того как вы пройдёте по ссылке.",
    )
    whose = forms.ChoiceField(
        label="Чей это адрес",
        choices=[
            (OWN, "Мой: письма на нём читаю только я"),
            (OTHERS, "Общий или чужой: письма на нём читает кто-то ещё"),
        ],
        widget=forms.RadioSelect,
    )
    third_party = forms.BooleanField(
        label=(
            "Прошу отправлять письма, которые касаются меня, на адрес, которым пользуются другие лица. "
            "Понимаю, что они их прочтут."
        ),
        required=False,
    )

    def __init__(self, *, user, **kwargs):
        super().__init__(**kwargs)
        self.user = user

    def clean_email(self):
        """Refuse the address that is the account's already."""
        email = User.objects.normalize_email(self.cleaned_data["email"])
        if email == self.user.email:
            raise forms.ValidationError("Этот адрес у вас уже указан.", code="same")
        return email

    def clean(self):
        """Demand the explicit request for an address that others read; take none for one's own."""
        cleaned = super().clean()
        if cleaned.get("whose") == self.OTHERS and not cleaned.get("third_party"):
            self.add_error("third_party", "Без вашей просьбы СРО не передаёт сведения другим лицам.")
        if cleaned.get("whose") == self.OWN:
            cleaned["third_party"] = False
        return cleaned
