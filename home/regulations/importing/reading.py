"""From a file of any kind that people bring to recognised clauses; nothing here writes."""

import subprocess
import sys
from pathlib import PurePath

from home.regulations.importing import docx_text
from home.regulations.importing.errors import UnreadableError
from home.regulations.importing.parser import recognise

LARGEST_FILE = 20 * 1024 * 1024  # bytes
PDF_SECONDS = 60
KINDS = (".txt", ".docx", ".pdf")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .doc, and .docx under a password


def recognise_file(name, data):
    """Return what the file says. ``name`` gives its kind, ``data`` are its bytes.

    Raises UnreadableError with a message for the person who brought the file.
    """
    kind = PurePath(name).suffix.lower()
    if kind not in KINDS:
        raise UnreadableError("Файл этого вида не читается: нужен .txt, .docx или .pdf.")
    if not data.strip():
        raise UnreadableError("Файл пуст.")
    if len(data) > LARGEST_FILE:
        raise UnreadableError(f"Файл больше {LARGEST_FILE // 1024 // 1024} МБ: это не текст регламента.")
    if data.startswith(OLE):
        raise UnreadableError("Файл защищён паролем или сохранён в старом виде .doc: сохраните его как .docx.")
    if kind == ".docx":
        return recognise(docx_text.extract(data), broken_lines=False)
    if kind == ".pdf":
        return recognise(_pdf(data))
    return recognise(decode(data))


def decode(data):
    """Return the text of a text file in UTF-8, UTF-16 with its mark, or Windows-1251."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(data, "utf-16")
    if b"\x00" in data:
        raise UnreadableError("Это не текстовый файл.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _decoded(data, "cp1251")
    russian = [letter for letter in text if "а" <= letter.lower() <= "я" or letter in "ёЁ"]
    small = sum(letter.islower() for letter in russian)
    if len(russian) < 0.4 * len(text) or small < 0.5 * len(russian):
        raise UnreadableError("Кодировка файла не распознана: сохраните его в UTF-8.")
    return text


def _decoded(data, encoding):
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableError("Кодировка файла не распознана: сохраните его в UTF-8.") from error


def _pdf(data):
    """Return the text of a PDF, read by a process of its own that a hostile file may only kill itself with."""
    if not data.lstrip().startswith(b"%PDF-"):
        raise UnreadableError("Это не файл PDF.")
    try:
        result = subprocess.run(  # noqa: S603 - our own module, the file comes by standard input
            [sys.executable, "-I", PurePath(__file__).with_name("pdf_text.py")],
            input=data,
            capture_output=True,
            timeout=PDF_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableError("Файл PDF разбирается слишком долго: возможно, он повреждён.") from error
    if result.returncode == 1:
        raise UnreadableError(result.stderr.decode(errors="replace").strip())
    if result.returncode:
        raise UnreadableError("Файл PDF повреждён или слишком велик: прочитать его не удалось.")
    return result.stdout.decode()
