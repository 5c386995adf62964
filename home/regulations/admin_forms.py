"""The short form of the staff admin. The page's own form is in ``forms``."""

from django import forms
from django.core.exceptions import ValidationError
from wagtail.admin.widgets import AdminDateInput

from home.regulations.domain import editions
from home.regulations.importing.errors import UnreadableError
from home.regulations.importing.reading import KINDS, LARGEST_FILE, recognise_file


class UploadForm(forms.Form):
    """A file with an edition's text, the day from which the edition is to be in force, and its order."""

    file = forms.FileField(
        label="Файл",
        help_text=f"{', '.join(KINDS)}, не больше {LARGEST_FILE // 1024 // 1024} МБ.",
        widget=forms.FileInput(attrs={"accept": ",".join(KINDS)}),
    )
    effective_from = forms.DateField(label="Действует с", widget=AdminDateInput)
    approved_by = forms.CharField(
        label="Чем утверждена",
        max_length=255,
        required=False,
        help_text="Приказ и его дату можно внести позже, но без них редакцию не опубликовать.",
    )
    approved_on = forms.DateField(label="Дата утверждения", widget=AdminDateInput, required=False)

    def clean_file(self):
        """Recognise the text, or say why that cannot be done."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise ValidationError("Файл слишком велик для текста регламента.")
        self.data_read = file.read()
        try:
            self.recognised = recognise_file(file.name, self.data_read)
        except UnreadableError as error:
            raise ValidationError(str(error)) from error
        return file

    def import_draft(self, regulation, *, actor):
        """Make a draft of ``regulation`` from what was recognised. Returns (edition, created).

        Where that is impossible, (None, False), and the form says why.
        """
        file = self.cleaned_data.pop("file")
        try:
            return editions.import_edition(
                slug=regulation.slug,
                title=regulation.title,
                text=self.recognised.text,
                published_on=None,
                file_name=file.name,
                file_data=self.data_read,
                draft=True,
                actor=actor,
                **self.cleaned_data,
            )
        except editions.ConflictError as error:
            self.add_error("effective_from", str(error))
        except ValidationError as error:
            for field, said in error.message_dict.items():
                self.add_error(field if field in self.fields else None, said)
        return None, False
