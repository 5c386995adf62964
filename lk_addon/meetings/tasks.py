"""The worker's door to meetings."""

from cms.outbox.handlers import handler
from lk_addon.meetings.domain import meeting as meetings


@handler(meetings.SETTLE)
def settle_letters(meeting):
    """Settle the letters by which ballots came to a meeting whose voting is over."""
    meetings.settle(meeting)
