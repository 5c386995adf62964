"""Forms of the member department."""

from django import forms
from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput

from lk_addon.accounts.models import AccountBlock, Basis, Permission
from lk_addon.accounts.models.authority import check_basis, in_order
from lk_addon.registry.identifiers import clean_identifier
from lk_addon.registry.models import Member


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


class MemberByNumberField(forms.ModelChoiceField):
    """A member by the number in the register: a list of all of them would be too long to choose from."""

    widget = forms.TextInput

    def __init__(self, **kwargs):
        super().__init__(
            queryset=Member.objects.all(),
            label="Номер члена СРО в реестре",
            help_text="Например: 0901.",
            error_messages={"invalid_choice": "Члена СРО с таким номером в реестре нет."},
            **kwargs,
        )

    def prepare_value(self, value):
        """Show the number where a form starts from a row."""
        if isinstance(value, int):
            return self.queryset.values_list("registration_number", flat=True).get(pk=value)
        return value

    def to_python(self, value):
        """Find the member; zeros before the number may be left out."""
        number = clean_identifier(value or "")
        if not number:
            return None
        member = self.queryset.filter(registration_number__in={value.strip(), number, number.zfill(4)}).first()
        if member is None:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return member


class ApplicationForm(WagtailAdminModelForm):
    """A paper application."""

    member = MemberByNumberField()
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


class FailureForm(forms.Form):
    """Why somebody could not be reached."""

    failure = forms.CharField(label="Что не так", max_length=200)


class OutcomeForm(forms.Form):
    """What was done about a matter."""

    outcome = forms.CharField(label="Что сделано", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


class RefusalForm(forms.Form):
    """Why an application is refused."""

    reason = forms.CharField(label="Причина отказа", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class ExtensionForm(forms.Form):
    """The new document behind a mandate, and its term."""

    basis = forms.ChoiceField(label="Основание", choices=Basis.choices)
    basis_number = forms.CharField(
        label="Номер документа", max_length=50, required=False, help_text="Для МЧД — её номер (GUID)."
    )
    basis_date = forms.DateField(label="Дата документа", required=False, widget=AdminDateInput)
    valid_to = forms.DateField(
        label="Действует по", required=False, widget=AdminDateInput, help_text="Пусто — без срока."
    )

    def clean(self):
        """Refuse a document not named as its kind demands."""
        cleaned = super().clean()
        if "basis" in cleaned:
            try:
                check_basis(cleaned["basis"], cleaned.get("basis_number"), cleaned.get("basis_date"))
            except ValidationError as error:
                self.add_error(None, error)
        return cleaned


class PermissionsForm(forms.Form):
    """What a representative may do."""

    permissions = PermissionsField()


class BlockForm(forms.Form):
    """Whom to block and why."""

    ACCOUNT, MEMBER = "account", "member"

    scope = forms.ChoiceField(label="Кого заблокировать", widget=forms.RadioSelect, initial=ACCOUNT)
    reason = forms.ChoiceField(label="Причина", choices=AccountBlock.Reason.choices)
    comment = forms.CharField(
        label="Пояснение",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Видят только сотрудники.",
    )

    def __init__(self, *args, member, whole=False, **kwargs):
        super().__init__(*args, **kwargs)
        if whole:
            del self.fields["scope"]
            return
        self.fields["scope"].choices = [
            (self.ACCOUNT, "этого представителя — во всех его организациях"),
            (self.MEMBER, f"всех представителей {member.display_name} — только в её кабинете, будущих тоже"),
        ]
