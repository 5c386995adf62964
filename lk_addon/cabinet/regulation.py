"""The regulation of the service «Личный кабинет»: the cabinet's screens name its clauses."""

from django.utils import timezone

from home.regulations.models import Regulation
from home.regulations.queries import editions_of

SLUG = "lichnyy-kabinet"


def coming_edition():
    """Return the nearest published edition that is not in force yet, or None (REQ-2.2, регламент п. 2.2)."""
    regulation = Regulation.objects.live().filter(slug=SLUG).first()
    return regulation and editions_of(regulation).filter(effective_from__gt=timezone.localdate()).last()
