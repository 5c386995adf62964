"""A thread as a ZIP: a page that any browser opens, and every file under its letter's number. Never all in memory."""

import re

from django.db.models import Sum
from django.template.loader import render_to_string

from lk_addon.correspondence.queries import files_in
from lk_addon.correspondence.reading import letters_shown
from lk_addon.files.models import StoredFile
from lk_addon.files.zipping import ZipStream

UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


def size_of(thread):
    """Return how many bytes the files of ``thread`` have that may be given away."""
    sizes = files_in(thread).order_by().values("scan").annotate(bytes=Sum("size"))
    return sum(row["bytes"] for row in sizes if StoredFile(scan=row["scan"]).is_readable)


def archive_name(thread):
    """Return what the ZIP of ``thread`` is called: it names nobody."""
    return f"Переписка {thread.opened_at:%Y-%m-%d} {str(thread.pk)[:8]}.zip"


def archive_of(thread, user):
    """Yield the pieces of the ZIP; files that may not be given away are named in its page and left out."""
    letters = letters_shown(thread, user)
    archive = ZipStream()
    page = render_to_string("lk_addon/correspondence/archive.html", {"thread": thread, "letters": letters})
    yield from archive.add("переписка.html", page)
    for shown in letters:
        for document in shown.documents:
            for number, row in enumerate([document.row, *(signed.row for signed in document.signatures)]):
                if row.file.is_readable:
                    yield from archive.add_file(_name(shown.letter, document, number, row.file), row.file.file)
    yield from archive.close()


def _name(letter, document, number, file):
    """Return the path: the letter's number, the place of the document, whether it is a signature, people's name."""
    place = f"{document.row.place:02}" if number == 0 else f"{document.row.place:02} подпись {number}"
    return f"{UNSAFE.sub('-', letter.number)}/{place} {UNSAFE.sub('-', file.name)}"
