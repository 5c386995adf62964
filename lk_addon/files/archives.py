"""What an archive holds, looked at without unpacking it to the disk under names of its own."""

import errno
import struct
import zipfile
import zlib
from pathlib import PurePosixPath
from tempfile import TemporaryFile

from django.core.exceptions import ValidationError
from django.core.files import File

from cms.core.uploads import MAX_ENTRIES, MAX_RATIO

MAX_DEPTH = 2  # an archive within an archive; honest people send no more
MAX_UNPACKED = 2 * 1024 * 1024 * 1024  # bytes
MAX_INNER = 100 * 1024 * 1024  # bytes of one file within that is looked at
BLOCK = 1024 * 1024
RATIO_FROM = 1024 * 1024  # bytes: below it a high ratio fills no disk
ENCRYPTED = 0x1
COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # others take memory as the archive wishes
BROKEN = (zipfile.BadZipFile, RuntimeError, ValueError, OSError, EOFError, zlib.error, struct.error)


def check(file, check_inner, *, depth):
    """Raise ValidationError unless the ZIP ``file`` is small enough unpacked and all in it passes ``check_inner``.

    ``check_inner(file, depth=…)`` gets each file of the archive. One that lies ``depth`` archives deep must not be
    deeper than MAX_DEPTH.
    """
    if depth >= MAX_DEPTH:
        raise ValidationError("Архив внутри архива вложен слишком глубоко. Соберите один архив.", code="depth")
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _demand_bearable(file, archive.infolist())
            for entry in entries:
                _check_entry(archive, entry, check_inner, depth)
    except BROKEN as error:
        if getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT):
            raise  # our disk is full, the archive may be sound
        raise ValidationError("Архив повреждён и не открывается. Соберите его заново.", code="broken") from error
    if not entries:
        raise ValidationError("Архив пуст.", code="empty")


def _demand_bearable(file, entries):
    unpacked = sum(entry.file_size for entry in entries)
    too_tight = unpacked > max(RATIO_FROM, MAX_RATIO * file.size)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or too_tight:
        raise ValidationError("Архив слишком велик в распакованном виде. Разделите его на части.", code="bomb")
    if any(entry.compress_type not in COMPRESSIONS for entry in entries):
        raise ValidationError("Архив сжат необычным способом. Соберите обычный ZIP.", code="compression")
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        raise ValidationError("Архив закрыт паролем: его нельзя проверить. Отправьте без пароля.", code="encrypted")
    for entry in entries:
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in entry.filename or "\0" in entry.orig_filename:
            raise ValidationError("В архиве есть недопустимые имена файлов. Соберите его заново.", code="names")


def _check_entry(archive, entry, check_inner, depth):
    name = PurePosixPath(entry.filename.replace("\\", "/")).name
    if entry.file_size > MAX_INNER:
        raise ValidationError(
            f"В архиве есть файл больше {MAX_INNER // 1024 // 1024} МБ. Отправьте его отдельно.", code="inner_size"
        )
    with TemporaryFile() as unpacked:
        with archive.open(entry) as packed:
            while block := packed.read(BLOCK):
                unpacked.write(block)
        unpacked.seek(0)
        inner = File(unpacked, name=name)
        inner.size = entry.file_size
        try:
            check_inner(inner, depth=depth + 1)
        except ValidationError as error:
            raise ValidationError(f"Файл внутри архива не принимается. {error.messages[0]}", code=error.code) from error
