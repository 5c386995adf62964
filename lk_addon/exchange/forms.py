"""Forms of an import and of a token."""

from django import forms
from wagtail.admin.forms import WagtailAdminModelForm

from lk_addon.cabinet.files import PrivateUploadField
from lk_addon.exchange.kinds import registry
from lk_addon.exchange.models import Scope


class UploadForm(forms.Form):
    """What is loaded, the file, and on what ground."""

    kind = forms.ChoiceField(label="Что загружается", widget=forms.RadioSelect)
    file = PrivateUploadField(label="Файл")
    ground = forms.CharField(
        label="Основание",
        max_length=300,
        required=False,
        help_text="Документ или поручение. Останется в истории записей, которые изменит файл.",
    )

    def __init__(self, *args, user, **kwargs):
        """Offer the kinds that ``user`` may import."""
        super().__init__(*args, **kwargs)
        kinds = registry.kinds_for(user)
        self.fields["kind"].choices = [(kind.code, kind.title) for kind in kinds]
        self.fields["kind"].initial = kinds[0].code if kinds else ""
        self.fields["file"].widget.attrs["accept"] = ".xlsx,.xls,.ods,.csv,.txt"


class TokenForm(WagtailAdminModelForm):
    """A new token; what it allows is ticked one by one."""

    scopes = forms.MultipleChoiceField(
        label="Что разрешено", choices=Scope.choices, widget=forms.CheckboxSelectMultiple
    )
