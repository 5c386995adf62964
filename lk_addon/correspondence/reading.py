"""A thread as its page shows it: letters with their files, signatures, numbers and whether one has read them."""

from typing import NamedTuple

from django.db.models import Prefetch

from lk_addon.correspondence.composing import Document, with_checks
from lk_addon.correspondence.models import Attachment, Letter, Reading
from lk_addon.correspondence.versions import Change, changes_in


class LetterShown(NamedTuple):
    """A letter with its files."""

    letter: Letter
    documents: list[Document]
    is_unread: bool
    changes: list[Change]  # of a corrected version: what it says otherwise than the one before


def letters_shown(thread, user):
    """Return the thread's letters in order, each with its :class:`Document` rows; five queries, however many."""
    attached = Attachment.objects.select_related("file").prefetch_related("signatures__file")
    letters = list(thread.letters.select_related("registration").prefetch_related(Prefetch("attachments", attached)))
    read = set(Reading.objects.filter(letter__thread=thread, user=user).values_list("letter", flat=True))
    documents = with_checks([row for letter in letters for row in letter.attachments.all()])
    by_letter, changes = {}, changes_in(letters)
    for document in documents:
        by_letter.setdefault(document.row.letter_id, []).append(document)
    return [
        LetterShown(
            letter,
            by_letter.get(letter.pk, []),
            not letter.is_incoming and letter.pk not in read,
            changes.get(letter.pk, []),
        )
        for letter in letters
    ]
