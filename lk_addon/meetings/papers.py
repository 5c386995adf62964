"""The ballot on paper: for who prints, signs and scans it (ГК ст. 181.2, положение СРО)."""

from cms.core.frame import frame
from cms.core.pdf import render_pdf
from lk_addon.meetings.announcing import facts
from lk_addon.meetings.models import Choice


def ballot_pdf(meeting, member):
    """Return the PDF of an empty ballot of ``member``. Raises PdfUnavailableError where this machine makes none."""
    items = [item for item in meeting.items.all() if item.is_on_ballot]
    context = {
        "meeting": meeting,
        "member": member,
        "facts": list(facts(meeting)),
        "items": items,
        "choices": [choice.label.upper() for choice in Choice],
        "organization": frame().organization,
    }
    return render_pdf("lk_addon/meetings/paper/ballot.html", "lk_addon/meetings/paper/ballot.css", context)
