"""Which block of data a remark is about: carried from the block to the feedback form, signed against forgery."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core import signing
from django.urls import reverse

SALT = "cabinet.reported_block"


@dataclass(frozen=True)
class ReportedBlock:
    """A block of data by its code, its title as people read it, and the page that shows it; empty for none."""

    page: str = ""
    code: str = ""
    title: str = ""

    def about(self, feedback):
        """Write the block into the unsaved ``feedback`` and return that."""
        feedback.block, feedback.block_code = self.title[:200], self.code[:100]
        return feedback


def address(*, page, code, title):
    """Return the feedback form's address for an error in that block."""
    about = signing.dumps([page[:200], code, str(title)], salt=SALT)
    return f"{reverse('cabinet:feedback')}?{urlencode({'about': about})}"


def read(about):
    """Return the :class:`ReportedBlock` of an address, empty when it has none or was not made by us."""
    try:
        return ReportedBlock(*signing.loads(about or "", salt=SALT))
    except signing.BadSignature:
        return ReportedBlock()
