"""Noting what a decision wrote upon a letter, so that a row of the register leads back to the document behind it."""

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from lk_addon.correspondence.models import Effect


def note_effect(*, letter, row, said):
    """Link ``row``, just written by a decision upon ``letter``, with it; the decision's own verb has journalled it."""
    return Effect.objects.create(
        letter=letter,
        content_type=ContentType.objects.get_for_model(row),
        object_id=str(row.pk),
        said=said[:300],
    )


def named(letter, word="заявление"):
    """Return how a register or a paper names a member's letter: «заявление № ЛК-00001/2026 от 29.11.2026»."""
    return f"{word} №\u00a0{letter.number} от {timezone.localtime(letter.sent_at):%d.%m.%Y}"
