"""Where the register's pages lead to: the letters upon which its rows were written."""

from django.urls import reverse

from lk_addon.correspondence.queries import letters_behind
from lk_addon.registry.sources import Source


def letter_sources(user, rows):
    """Return a :class:`Source` by the key of each row that was written upon a letter; one query for all rows."""
    if not user.has_perm("correspondence.view_thread"):
        return {}
    letters = letters_behind(rows)
    return {
        row.pk: Source(f"Письмо {letter}", reverse("correspondence_thread", args=[letter.thread_id]))
        for row in rows
        if (letter := letters.get(str(row.pk)))
    }
