"""That a letter of the SRO was opened: once for each representative (REQ-3.1.V8)."""

from lk_addon.correspondence.models import Letter, Reading


def note_reading(*, letters, user, login_label):
    """Write down that ``user`` has opened these letters of the SRO; those opened before keep their first time."""
    Reading.objects.bulk_create(
        (
            Reading(letter=letter, user=user, login_label=login_label)
            for letter in letters
            if letter.direction == Letter.Direction.OUTGOING
        ),
        ignore_conflicts=True,
    )
