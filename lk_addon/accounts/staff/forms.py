"""Forms of the member department."""

from django import forms
from wagtail.admin.forms import WagtailAdminModelForm

from lk_addon.accounts.models import Permission
from lk_addon.accounts.models.authority import in_order


class PermissionsField(forms.MultipleChoiceField):
    """What a representative may do, as boxes to tick; seeing is always among it."""

    def __init__(self, **kwargs):
        kwargs = {
            "label": "Что может в кабинете",
            "choices": Permission.choices,
            "widget": forms.CheckboxSelectMultiple,
            "required": False,
        } | kwargs
        super().__init__(**kwargs)

    def clean(self, value):
        """Return the values in their order."""
        return in_order([Permission.SEE.value, *super().clean(value)])


class ApplicationForm(WagtailAdminModelForm):
    """A paper application."""

    permissions = PermissionsField(help_text="Руководителю доступно всё, что бы здесь ни было отмечено.")


class CheckForm(forms.Form):
    """What whoever checked has to say."""

    note = forms.CharField(
        label="Пояснение",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Обязательно, если есть замечания: почему доступ всё же можно дать.",
    )


class OutcomeForm(forms.Form):
    """What was done about a matter."""

    outcome = forms.CharField(label="Что сделано", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


class RefusalForm(forms.Form):
    """Why an application is refused."""

    reason = forms.CharField(label="Причина отказа", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
