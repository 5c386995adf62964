"""Forms of documents and images in the staff admin, see ``WAGTAILDOCS_DOCUMENT_FORM_BASE`` and its like."""

from django.core.exceptions import ValidationError
from django.forms.utils import ErrorList
from PIL.Image import DecompressionBombError
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from cms.core.uploads import accepted_documents, check_document


class DocumentForm(BaseDocumentForm):
    """A document whose content is looked at before it is kept."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            field = self.fields["file"]
            field.help_text = f"{accepted_documents()} Размер — до {field.max_upload_size_text}."
            field.error_messages |= {
                "file_too_large": "Файл слишком велик (%(file_size)s), можно до %(max_filesize)s.",
                "file_too_large_unknown_size": f"Файл слишком велик, можно до {field.max_upload_size_text}.",
            }

    def _post_clean(self):
        """Keep one reason: for a refused file the model would add that the missing file has no extension."""
        refusals = list(self.errors.get("file", ErrorList()).as_data())
        super()._post_clean()
        if refusals:
            self._errors["file"] = self.error_class(refusals, renderer=self.renderer)

    def clean_file(self):
        """Refuse a file that is not what its name says, or that carries macros."""
        file = self.cleaned_data["file"]
        if "file" in self.changed_data:
            check_document(file)
        return file


class PictureField(WagtailImageField):
    """An image of bearable size: Pillow refuses the worst before Wagtail counts their pixels."""

    def to_python(self, data):
        """Turn Pillow's refusal into a message."""
        try:
            return super().to_python(data)
        except DecompressionBombError as error:
            raise ValidationError("На изображении слишком много точек.", code="file_too_many_pixels") from error


class ImageForm(BaseImageForm):
    """An image, with or without its file."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            field = self.fields["file"]
            self.fields["file"] = PictureField(
                label=field.label, help_text=field.help_text, required=field.required, widget=field.widget
            )
