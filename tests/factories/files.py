"""Files for tests."""

from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image as Picture
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


def picture_bytes(size=(900, 600), kind="PNG"):
    """Return a plain picture of ``size`` pixels."""
    out = BytesIO()
    Picture.new("RGB", size, "steelblue").save(out, kind)
    return out.getvalue()


def make_image(title="Фото"):
    """Store an image."""
    return get_image_model().objects.create(title=title, file=ContentFile(picture_bytes(), name="photo.png"))


def make_document(title="Документ", content=b"text", *, name="document.txt", **fields):
    """Store a document."""
    document = get_document_model()(title=title, **fields)
    document.file.save(name, ContentFile(content), save=False)
    document._set_document_file_metadata()
    document.file.close()
    document.save()
    return document
