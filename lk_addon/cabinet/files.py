"""Files of members: kept apart from the public ones, checked when they come in, journalled when they go out.

They lie under ``PRIVATE_ROOT``, which no web server and no address leads to, or in
a bucket of objects, see :mod:`lk_addon.cabinet.bucket`. The name there is ours;
what people called the file is a field of its row. Only :func:`serve_private` gives
a file away, after a view has found its row among those that the reader may see.
"""

import mimetypes
import unicodedata
import uuid
from pathlib import PurePath
from urllib.parse import quote

import structlog
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import FileSystemStorage, storages
from django.db import models
from django.http import FileResponse, Http404, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from PIL import Image

from cms.audit import domain as audit
from cms.core.uploads import CONTENT_TYPES, check_document

PICTURES = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG"}
MAX_SIZE = 50 * 1024 * 1024  # bytes
MAX_PIXELS = 80 * 1000 * 1000  # an A3 sheet scanned at 600 dpi has seventy million
MAX_NAME = 200  # characters; as many fit into the name field
BROKEN_PICTURE = (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning)
ACCEPT = ",".join(f".{extension}" for extension in (*CONTENT_TYPES, *PICTURES))

log = structlog.get_logger(__name__)


class PrivateStorage(FileSystemStorage):
    """The folder of private files. What lies in it has no address."""

    def __init__(self):
        super().__init__(location=settings.PRIVATE_ROOT, file_permissions_mode=0o600, directory_permissions_mode=0o700)

    def url(self, name):
        """Refuse: a file is given away by a view that asks who wants it."""
        raise ValueError("A private file has no address of its own.")


def private_storage():
    """Return the storage that settings call «private»: this folder, or one of objects behind the network."""
    return storages["private"]


def stored_name(instance, filename):
    """Return a name of ours for the disk: folder by kind of row, a random name, the checked extension."""
    extension = PurePath(filename).suffix.lower()
    return f"{instance._meta.app_label}/{instance._meta.model_name}/{uuid.uuid4().hex}{extension}"


def delete_orphans(model, *, older):
    """Delete files of ``model``'s field ``file`` that no row names and that are ``older``: a dead worker left them."""
    storage, folder = private_storage(), f"{model._meta.app_label}/{model._meta.model_name}"
    try:
        names = storage.listdir(folder)[1]
    except FileNotFoundError:
        return
    kept = set(model.objects.exclude(file="").values_list("file", flat=True))
    for path in (f"{folder}/{name}" for name in names):
        if path not in kept and storage.get_modified_time(path) < timezone.now() - older:
            storage.delete(path)


def tidy_name(name):
    """Return the name by which people know a file: without folders and control characters, in NFC, not too long.

    macOS sends й and ё in two characters each; other systems then show or sort them wrongly.
    """
    name = unicodedata.normalize("NFC", PurePath(name.replace("\\", "/")).name)
    name = "".join(sign for sign in name if unicodedata.category(sign)[0] != "C").strip() or "file"
    stem, suffix = PurePath(name).stem, PurePath(name).suffix[:20]
    return stem[: MAX_NAME - len(suffix)] + suffix


def check_private_file(file):
    """Raise ValidationError unless ``file`` is a harmless document or picture of bearable size.

    A file that was stored before is not looked at again.
    """
    if getattr(file, "_committed", False):
        return
    if file.size > MAX_SIZE:
        raise ValidationError(f"Файл больше {MAX_SIZE // 1024 // 1024} МБ.", code="size")
    extension = PurePath(file.name).suffix.lower().removeprefix(".")
    if extension in PICTURES:
        check_picture(file)
    elif extension not in CONTENT_TYPES:
        kinds = ", ".join(kind.upper() for kind in (*CONTENT_TYPES, *PICTURES))
        raise ValidationError(f"Файлы этого вида не принимаются. Можно загрузить: {kinds}.", code="type")
    else:
        check_document(file)


def check_picture(file):
    """Raise ValidationError unless ``file`` is a picture of the kind that its extension, one of PICTURES, names."""
    kind = PICTURES[PurePath(file.name).suffix.lower().removeprefix(".")]
    file.seek(0)
    try:
        with Image.open(file, formats=[kind]) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise ValidationError("На изображении слишком много точек.", code="pixels")
            picture.verify()
    except BROKEN_PICTURE as error:
        raise ValidationError("Изображение повреждено или не похоже на свой вид.", code="content") from error
    file.seek(0)


class PrivateFileField(models.FileField):
    """A file under ``PRIVATE_ROOT``, checked by the row's ``full_clean``.

    ``name_field`` names the row's CharField (200 characters) that keeps what people called the file.
    """

    default_validators = [check_private_file]

    def __init__(self, *args, name_field="", **kwargs):
        self.name_field = name_field
        kwargs |= {"storage": private_storage, "upload_to": stored_name, "max_length": 200}
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        """Leave out of migrations what is the same for every private file."""
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("storage", "upload_to", "max_length"):
            kwargs.pop(fixed, None)
        if self.name_field:
            kwargs["name_field"] = self.name_field
        return name, path, args, kwargs

    def pre_save(self, model_instance, add):
        """Note what people called a new file before it gets a name of ours."""
        file = getattr(model_instance, self.attname)
        if self.name_field and file and not file._committed:
            setattr(model_instance, self.name_field, tidy_name(file.name))
        return super().pre_save(model_instance, add)

    def formfield(self, **kwargs):
        """Offer a widget that knows the kinds and shows no address."""
        return super().formfield(**{"widget": PrivateFileInput} | kwargs)


class PrivateFileInput(forms.FileInput):
    """A field for a file that does not link to the one stored already."""

    def __init__(self, attrs=None):
        super().__init__({"accept": ACCEPT} | (attrs or {}))


class PrivateUploadField(forms.FileField):
    """The same checks in a form that is not made from a model."""

    widget = PrivateFileInput
    default_validators = [check_private_file]


def serve_private(request, file, name, *, action="file.downloaded"):
    """Answer with ``file`` of a row that the view has found among those the reader may see; journal that.

    ``name`` is what the reader's computer will call it, with or without the extension. The journal names
    the row, never the file, whose name may hold personal data. Raises Http404 where there is no file.
    """
    if not file:
        raise Http404
    if not file.storage.exists(file.name):
        log.error("private_file_lost", row=str(file.instance.pk), kind=file.instance._meta.label)
        raise Http404
    audit.record(action, actor=request.user, obj=file.instance, field=str(file.field.verbose_name))
    suffix = PurePath(file.name).suffix
    name = tidy_name(name if name.lower().endswith(suffix) else name + suffix)
    response = _by_nginx(file, name)
    if response is None:
        response = _by_us(file, name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


def _by_us(file, name):
    """Return an answer whose bytes Django sends; from a bucket they pass through as they come."""
    if not hasattr(file.storage, "stream"):  # only a bucket has it
        return FileResponse(file.storage.open(file.name, "rb"), as_attachment=True, filename=name)
    body, length = file.storage.stream(file.name)
    response = FileResponse(body, as_attachment=True, filename=name)
    response["Content-Length"] = length
    return response


def _by_nginx(file, name):
    """Return an answer that has nginx send the bytes; None where it is not in front, or they lie not on this disk."""
    if not settings.PRIVATE_ACCEL or not isinstance(file.storage, FileSystemStorage):
        return None
    response = HttpResponse(content_type=mimetypes.guess_type(name)[0] or "application/octet-stream")
    response["X-Accel-Redirect"] = settings.PRIVATE_ACCEL + quote(file.name)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response
