"""The ZIP of a thread as an answer: a small one is written while it is given, a large one was made by a worker."""

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from cms.audit.domain import record
from lk_addon.cabinet.files import serve_private
from lk_addon.correspondence.archive import archive_name, archive_of, size_of
from lk_addon.correspondence.domain import archives

AT_ONCE = 20 * 1024 * 1024  # bytes of its files; nginx takes as much over from a web thread in a moment


def is_given_at_once(thread):
    """Return whether the ZIP of ``thread`` is so small that no worker is asked for it."""
    return size_of(thread) <= AT_ONCE


def give_archive(request, thread):
    """Answer with the ZIP of a thread that the caller's query found, and journal that it was taken."""
    record("thread.archived", actor=request.user, obj=thread, member=thread.member.registration_number)
    response = StreamingHttpResponse(archive_of(thread, request.user), content_type="application/zip")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=archive_name(thread))
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


def give_made(request, thread):
    """Answer with the ZIP that a worker made of ``thread`` for the caller, and journal that; None where it is gone."""
    archive = archives.latest(thread, request.user)
    if archive is None or not archive.can_be_fetched or archives.is_spoiled(archive):
        return None
    return serve_private(request, archive.file, archive_name(thread), action="thread_archive.downloaded")


def archive_page(thread, user):
    """Return what the page of a large thread's ZIP says: how large it is, how far, whether it may be fetched."""
    archive = archives.latest(thread, user)
    ready = archive is not None and archive.can_be_fetched
    return {
        "thread": thread,
        "size": size_of(thread),
        "archive": archive,
        "is_spoiled": ready and archives.is_spoiled(archive),
    }
