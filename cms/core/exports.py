"""Lists of the back office that staff take away as files, whichever storey keeps them.

A list registers here what it is and what one person sees of it. A file of few rows is made at once; whoever
makes long ones in the background says by :func:`made_in_background` where that is asked for.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from tempfile import TemporaryFile

from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from wagtail import hooks

from cms.core.spreadsheets import FILES

AT_ONCE = 500  # rows; a file of so many is made while the browser waits
CHUNK = 500  # rows; a progress bar moves after so many

_lists = {}
_background = {}


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one person takes away: titles of columns, rows, and the cells of a row."""

    titles: list[str]
    rows: QuerySet
    cells: Callable


class ExportedList(ABC):
    """A list that can be taken away; ``code`` and ``title`` name it."""

    code = ""
    title = ""

    @abstractmethod
    def permits(self, user):
        """Return whether ``user`` may take it away now."""

    @abstractmethod
    def address(self):
        """Return where the list is on the screen."""

    @abstractmethod
    def sheet(self, user, query):
        """Return what ``user`` sees under the conditions of ``query``, the query of the list's address.

        Raises ValidationError for conditions that the list does not know.
        """


def register(exported):
    """Add a list. Raises ValueError where its code is taken."""
    if exported.code in _lists:
        raise ValueError(f"exported list {exported.code!r} is registered twice")
    _lists[exported.code] = exported


def get(code):
    """Return the list of that code. Raises KeyError."""
    hooks.search_for_hooks()  # there lists register; a worker has not read them
    return _lists[code]


def all_lists():
    """Return every list."""
    hooks.search_for_hooks()
    return list(_lists.values())


def made_in_background(url_name):
    """Say where a file is asked for that is made in the background. Raises ValueError where somebody has said it."""
    if "url_name" in _background:
        raise ValueError("exports have their background already")
    _background["url_name"] = url_name


def background_address(code="", query=""):
    """Return where to ask for a file of the list under these conditions; None where there is no background."""
    if not _background:
        return None
    asked = {name: value for name, value in (("list", code), ("query", query)) if value}
    return reverse(_background["url_name"]) + (f"?{urlencode(asked)}" if asked else "")


def request_of(user, query):
    """Return a request such as ``user`` makes who looks at a list under these conditions."""
    request = HttpRequest()
    request.method, request.GET, request.user = "GET", QueryDict(query), user
    return request


def file_name(title, suffix):
    """Return the file's name: the list and the day."""
    return f"{title} {timezone.localdate():%Y-%m-%d}.{suffix}"


def write(sheet, file, *, kind, title):
    """Write ``sheet`` into ``file`` in constant memory; yields after each CHUNK of rows how many there are."""
    done = 0
    with closing(FILES[kind](file, title, sheet.titles)) as table:
        for done, row in enumerate(sheet.rows.iterator(chunk_size=CHUNK), start=1):
            table.write(sheet.cells(row))
            if done % CHUNK == 0:
                yield done
    yield done


def file_response(sheet, *, kind, title):
    """Return ``sheet`` as a download that is made at once."""
    file = TemporaryFile()  # noqa: SIM115 - the response closes it
    for _done in write(sheet, file, kind=kind, title=title):
        pass
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=file_name(title, kind), content_type=FILES[kind].media_type)
