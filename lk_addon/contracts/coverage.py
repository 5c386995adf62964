"""Whether insurance is without holes: days that no policy covers, and days that two of them do."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Stretch:
    """Days from ``start`` to ``end`` inclusive, and the policies on both sides of them."""

    start: date
    end: date
    first: object
    second: object


def gaps(policies):
    """Return the stretches between the first and the last of ``policies`` that none of them covers."""
    found, reach = [], None
    for policy in sorted(policies, key=lambda one: (one.start, one.end)):
        if reach and policy.start > reach.end + DAY:
            found.append(Stretch(reach.end + DAY, policy.start - DAY, reach, policy))
        if reach is None or policy.end > reach.end:
            reach = policy
    return found


def overlaps(policies):
    """Return the stretches that two neighbouring ``policies`` both cover."""
    ordered = sorted(policies, key=lambda one: (one.start, one.end))
    return [
        Stretch(second.start, min(first.end, second.end), first, second)
        for first, second in pairwise(ordered)
        if second.start <= first.end
    ]
