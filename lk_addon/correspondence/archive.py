"""A thread as a ZIP: a page that any browser opens, and every file under its letter's number. Never all in memory."""

import re

from django.http import StreamingHttpResponse
from django.template.loader import render_to_string
from django.utils.http import content_disposition_header

from cms.audit.domain import record
from lk_addon.correspondence.reading import letters_shown
from lk_addon.files.zipping import ZipStream

UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


def give_archive(request, thread):
    """Answer with the ZIP of a thread that the caller's query found, and journal that it was taken."""
    record("thread.archived", actor=request.user, obj=thread, member=thread.member.registration_number)
    response = StreamingHttpResponse(archive_of(thread, request.user), content_type="application/zip")
    name = f"Переписка {thread.opened_at:%Y-%m-%d} {str(thread.pk)[:8]}.zip"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


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
