"""Forms whose matter is in their text: any question, any signed document (REQ-3.1.R8, REQ-3.2.1.S2, REQ-3.2.2.N10)."""

from django.utils.functional import cached_property

from home.regulations.queries import edition_in_force
from lk_addon.correspondence.forms.base import SubmissionForm

#: The regulation of the site that says how electronic documents are submitted (регламент п. 3.2.1).
E_DOCUMENTS = "elektronnye-dokumenty"


class GeneralForm(SubmissionForm):
    """Any question to the SRO: it is asked in words."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].required = True
        self.fields["text"].error_messages["required"] = "Напишите, о чём вы спрашиваете."


class SignedOtherForm(SubmissionForm):
    """Any document with a signature; the text says what it is, the file holds it."""

    @cached_property
    def regulation(self):
        """The edition in force of the regulation of electronic documents; None while none is published."""
        return edition_in_force(E_DOCUMENTS)
