"""Forms of the door and of one's own account."""

from django import forms
from django.contrib.auth.forms import SetPasswordForm


class ActivationForm(SetPasswordForm):
    """The password and two separate consents, neither ticked beforehand (REQ-2.1, REQ-L.1)."""

    regulation = forms.BooleanField(error_messages={"required": "Без согласия с регламентом кабинет не открывается."})
    personal_data = forms.BooleanField(
        error_messages={"required": "Без согласия на обработку персональных данных кабинет не открывается."}
    )
    information = forms.BooleanField(required=False)
    regulation_edition = forms.IntegerField(widget=forms.HiddenInput)
    personal_data_edition = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, user, *, editions, **kwargs):
        initial = {f"{name}_edition": edition.pk for name, edition in editions.items()}
        super().__init__(user, initial=initial, **kwargs)
        self.editions = editions

    def clean(self):
        """Take no consent to an edition that is no longer the one in force."""
        cleaned = super().clean()
        for name, edition in self.editions.items():
            if cleaned.get(f"{name}_edition") not in (None, edition.pk):
                self.add_error(name, "Пока вы заполняли форму, вступила в силу новая редакция. Прочтите её.")
                self.data = self.data.copy()
                self.data[f"{name}_edition"] = edition.pk
        return cleaned
