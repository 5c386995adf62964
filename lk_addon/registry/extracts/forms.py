"""Forms of the check page."""

import hashlib

from django import forms
from django.core.exceptions import ValidationError

from lk_addon.registry.extracts.codes import as_code

MAX_SIZE = 5 * 1024 * 1024  # bytes; an extract has about 60 KB


class CodeForm(forms.Form):
    """The code from a document."""

    code = forms.CharField(label="Код с документа", max_length=60, help_text="16 букв и цифр под QR-кодом.")

    def clean_code(self):
        """Return the code as it is stored."""
        code = as_code(self.cleaned_data["code"])
        if not code:
            raise ValidationError("В коде 16 знаков: латинские буквы и цифры. Проверьте, всё ли введено.")
        return code


class FileForm(forms.Form):
    """The file whose hash is compared; it is read and kept nowhere."""

    file = forms.FileField(label="Файл PDF", widget=forms.FileInput(attrs={"accept": ".pdf"}))

    def clean_file(self):
        """Return the SHA-256 of the file, in hex."""
        file = self.cleaned_data["file"]
        if file.size > MAX_SIZE:
            raise ValidationError("Файл слишком велик для выданного документа.")
        return hashlib.file_digest(file, "sha256").hexdigest()
