"""What an administrator may say about a member of staff."""

from django import forms
from wagtail.users.forms import UserCreationForm, UserEditForm

from cms.users.models import IdentityCheck

FIELDS = ["email", "last_name", "first_name", "patronymic", "phone", "groups"]


class StaffCreationForm(UserCreationForm):
    """A new member of staff with a first password."""

    is_superuser = None  # only ``manage.py createsuperuser`` makes one

    class Meta(UserCreationForm.Meta):
        fields = FIELDS

    def save(self, commit=True):
        """Make the account one of staff: members' accounts are made by their own application."""
        self.instance.is_staff = True
        return super().save(commit)


class StaffEditForm(UserEditForm):
    """A member of staff. Nobody changes their own roles or password here."""

    is_superuser = None

    OF_OTHERS_ONLY = ("email", "groups", "is_active", "password1", "password2")

    class Meta(UserEditForm.Meta):
        fields = [*FIELDS, "is_active"]

    def __init__(self, *args, editing_self=False, **kwargs):
        super().__init__(*args, **kwargs)
        if editing_self:
            for name in self.OF_OTHERS_ONLY:
                del self.fields[name]

    @property
    def password_enabled(self):
        """Leave the password alone where the form does not show it."""
        return super().password_enabled and (not hasattr(self, "fields") or "password1" in self.fields)


class IdentityForm(forms.ModelForm):
    """How somebody was identified before access is given back to them (REQ-2.5)."""

    class Meta:
        model = IdentityCheck
        fields = ["way", "document", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}
