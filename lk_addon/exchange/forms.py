"""Forms of an import, of an export and of a token."""

from django import forms
from wagtail.admin.forms import WagtailAdminModelForm

from cms.core.spreadsheets import FILES
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


class ExportForm(forms.Form):
    """Which list, under which conditions, as what."""

    list = forms.CharField(widget=forms.HiddenInput, max_length=100)
    query = forms.CharField(
        widget=forms.HiddenInput,
        max_length=2000,
        required=False,
        error_messages={"max_length": "Условий у списка слишком много: сократите их."},
    )
    kind = forms.ChoiceField(
        label="Вид файла",
        choices=[(kind, kind.upper()) for kind in FILES],
        initial="xlsx",
        widget=forms.RadioSelect,
        help_text="XLSX — для Excel и других таблиц; CSV — для учётных систем.",
    )


class TokenForm(WagtailAdminModelForm):
    """A new token; what it allows is ticked one by one."""

    scopes = forms.MultipleChoiceField(
        label="Что разрешено", choices=Scope.choices, widget=forms.CheckboxSelectMultiple
    )
