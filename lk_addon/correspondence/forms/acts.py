"""What the form page says beside what was typed: which draft, as of which version, and what to do with it."""

from uuid import uuid4

from django import forms
from django.http import QueryDict

FILES, SIGNATURE = "draft-files", "draft-signature-"
NOT_TYPED = {"csrfmiddlewaretoken", "draft-id", "draft-version", "draft-act"}
MOST_VERSIONS = 2**31 - 1


class ActForm(forms.Form):
    """The page's own hidden fields and the name of the button: ``save``, ``keep``, ``send`` or ``remove-<file>``.

    ``keep`` saves over what a colleague has saved meanwhile.
    """

    prefix = "draft"

    id = forms.UUIDField(required=False)
    version = forms.IntegerField(min_value=0, max_value=MOST_VERSIONS, required=False)
    act = forms.RegexField(r"^(save|keep|send|remove-[0-9]{1,18})$", required=False)

    def read(self):
        """Return (id, version, act); what is missing or odd is another new draft, its beginning, a saving."""
        self.full_clean()
        data = self.cleaned_data
        return data.get("id") or uuid4(), data.get("version") or 0, data.get("act") or "save"


def typed_in(data):
    """Return what was typed as a draft keeps it: lists of texts by name, without what is not of the form."""
    return {
        name: [value.replace("\x00", "") for value in values]
        for name, values in data.lists()
        if name not in NOT_TYPED and not name.startswith((FILES, SIGNATURE)) and "\x00" not in name
    }


def typed_again(fields):
    """Return what a draft keeps as a form reads it."""
    data = QueryDict(mutable=True)
    for name, values in fields.items():
        data.setlist(name, [str(value) for value in (values if isinstance(values, list) else [values])])
    return data


def uploaded_in(data):
    """Return the (id of StoredFile, item, key of the signed DraftFile or None) that the uploaders of a page sent."""
    found = []
    for name, values in data.lists():
        if name.startswith(SIGNATURE):
            signed = name.removeprefix(SIGNATURE)
            found += [(value, "", int(signed)) for value in values if signed.isdecimal() and len(signed) < 19]
        elif name == FILES or name.startswith(f"{FILES}:"):
            found += [(value, name.removeprefix(FILES).removeprefix(":")[:60], None) for value in values]
    return found
