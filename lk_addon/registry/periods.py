"""From decisions to what a right is on each day: pure reckoning, without the database."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from lk_addon.registry.models import RightDecision, RightState

Kind = RightDecision.Kind
DAY = timedelta(days=1)

#: What a decision makes of a right; nothing is left of a lifted restriction.
STATE_AFTER = {
    Kind.GRANT: RightState.ACTIVE,
    Kind.SUSPEND: RightState.SUSPENDED,
    Kind.RESUME: RightState.ACTIVE,
    Kind.TERMINATE: RightState.TERMINATED,
    Kind.RESTRICT: RightState.RESTRICTED,
    Kind.LIFT: None,
}
#: What becomes of it by itself when the term of the decision ends.
STATE_AFTER_TERM = {Kind.SUSPEND: RightState.ACTIVE, Kind.RESTRICT: None}
#: In which states a decision makes sense.
ALLOWED_IN = {
    Kind.GRANT: {None, RightState.TERMINATED},
    Kind.SUSPEND: {RightState.ACTIVE},
    Kind.RESUME: {RightState.SUSPENDED},
    Kind.TERMINATE: {RightState.ACTIVE, RightState.SUSPENDED},
    Kind.RESTRICT: {None},
    Kind.LIFT: {RightState.RESTRICTED},
}


@dataclass(frozen=True)
class Period:
    """A state of a right from day to day, both included, and the decision that made it so."""

    state: RightState
    since: date
    until: date | None
    decision: Any


def live(decisions):
    """Return the decisions that count, in the order in which they took effect: cancelled ones do not."""
    cancelled = {decision.cancels_id for decision in decisions if decision.kind == Kind.CANCEL}
    counted = [one for one in decisions if one.kind != Kind.CANCEL and one.pk not in cancelled]
    return sorted(counted, key=lambda one: (one.effective_from, one.pk))


def periods_of(decisions):
    """Return the periods that follow from the decisions of one member upon one category, in order of time.

    A suspension or restriction with a term ends after its last day by itself, unless a later decision comes first.
    """
    turns = []
    for decision in live(decisions):
        while turns and turns[-1][0] >= decision.effective_from:  # the later decision comes before the term ends
            turns.pop()
        turns.append((decision.effective_from, STATE_AFTER[decision.kind], decision))
        if decision.until and decision.kind in STATE_AFTER_TERM:
            turns.append((decision.until + DAY, STATE_AFTER_TERM[decision.kind], decision))
    end = (date.max, None, None)
    return [
        Period(state, since, None if later is date.max else later - DAY, decision)
        for (since, state, decision), (later, *_rest) in pairwise([*turns, end])
        if state is not None
    ]


def state_on(periods, day):
    """Return the period in which ``day`` lies, or None."""
    return next((one for one in periods if one.since <= day and (one.until is None or one.until >= day)), None)
