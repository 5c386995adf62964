"""What an uploaded file may be: its content must be what its name says, and nothing that runs.

The type is read from the content (libmagic), never taken from the browser. Whatever
cannot be read is refused, not waved through; where the system has no libmagic, that
is every document.
"""

import zipfile
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

try:
    import magic
except ImportError:  # python-magic is installed and finds no libmagic
    magic = None

OLE = {"application/x-ole-storage", "application/cdfv2", "application/vnd.ms-office"}
ZIP = {"application/zip"}
TEXT = {"text/plain", "text/csv", "application/csv"}

#: What the content of a file with this extension may be.
CONTENT_TYPES = {
    "pdf": {"application/pdf"},
    "doc": {"application/msword"} | OLE,
    "xls": {"application/vnd.ms-excel"} | OLE,
    "docx": {"application/vnd.openxmlformats-officedocument.wordprocessingml.document"} | ZIP,
    "xlsx": {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"} | ZIP,
    "pptx": {"application/vnd.openxmlformats-officedocument.presentationml.presentation"} | ZIP,
    "odt": {"application/vnd.oasis.opendocument.text"},
    "ods": {"application/vnd.oasis.opendocument.spreadsheet"},
    "rtf": {"text/rtf", "application/rtf"},
    "txt": TEXT,
    "csv": TEXT,
    "zip": ZIP,
}
OFFICE_FOLDER = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}

MAX_ENTRIES = 5_000
MAX_UNPACKED = 500 * 1024 * 1024  # bytes
MAX_RATIO = 200  # unpacked to packed; honest office files stay below 50
HEAD = 64 * 1024
MACROS = ValidationError("В файле есть макросы. Сохраните его без них, лучше как DOCX или XLSX.", code="macros")
OLE_MACROS = ("_VBA_PROJECT".encode("utf-16-le"), "Macros".encode("utf-16-le"))


class OwnFile(ContentFile):
    """A file that this program made itself, such as a paper of the demonstration: nobody brought it."""


def files_can_be_checked():
    """Say whether the system has what tells a file's type."""
    return magic is not None


def accepted_documents():
    """Say which documents may be uploaded."""
    return f"Можно загрузить: {', '.join(extension.upper() for extension in CONTENT_TYPES)}."


def check_document(file):
    """Raise ValidationError unless ``file`` (open, with ``name`` and ``size``) is a harmless document of its type.

    An :class:`OwnFile`, also as the file of a model's field, is not looked at.
    """
    if isinstance(file, OwnFile) or isinstance(getattr(file, "file", None), OwnFile):
        return
    extension = PurePath(file.name).suffix.lower().removeprefix(".")
    allowed = CONTENT_TYPES.get(extension)
    if allowed is None:
        raise ValidationError(f"Файлы этого вида не принимаются. {accepted_documents()}", code="type")
    if not file.size:
        raise ValidationError("Файл пуст.", code="empty")
    found = content_type(file)
    if found not in allowed:
        raise _unlike(extension)
    if found in OLE or extension in ("doc", "xls"):
        _check_ole(file)
    elif extension in OFFICE_FOLDER or extension in ("odt", "ods", "zip"):
        _check_zip(file, extension)
    file.seek(0)


def content_type(file):
    """Return the MIME type that the content of ``file`` shows; leaves it at its beginning.

    Raises ValidationError where the system has nothing to tell it with.
    """
    if not files_can_be_checked():
        raise ValidationError(
            "Сейчас сайт не может проверять файлы, поэтому не принимает их. Повторите позже"
            " или сообщите администратору сайта.",
            code="unchecked",
        )
    file.seek(0)
    found = magic.from_buffer(file.read(HEAD), mime=True).lower()
    file.seek(0)
    return found


def _unlike(extension):
    return ValidationError(
        "Содержимое файла не похоже на %(extension)s. Сохраните документ в этом формате заново.",
        code="content",
        params={"extension": extension.upper()},
    )


def _is_macro(name):
    return "vbaproject" in name or "macrosheets/" in name or name.startswith(("basic/", "scripts/"))


def _check_ole(file):
    file.seek(0)
    tail = b""
    while chunk := file.read(1024 * 1024):
        if any(sign in tail + chunk for sign in OLE_MACROS):
            raise MACROS
        tail = chunk[-64:]


def _check_zip(file, extension):
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, RuntimeError, ValueError) as error:
        raise ValidationError("Файл повреждён и не открывается.", code="broken") from error
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * file.size:
        raise ValidationError("Файл слишком велик в распакованном виде.", code="bomb")
    names = [entry.filename.lower() for entry in entries]
    folder = OFFICE_FOLDER.get(extension)
    if folder and not any(name.startswith(folder) for name in names):
        raise ValidationError(
            "Содержимое файла не похоже на %(extension)s.", code="content", params={"extension": extension.upper()}
        )
    if extension == "zip":
        if any(
            PurePath(name).suffix.removeprefix(".") not in CONTENT_TYPES for name in names if not name.endswith("/")
        ):
            raise ValidationError("В архиве могут быть только документы.", code="type")
    elif any(map(_is_macro, names)):
        raise MACROS
