"""Counting: who takes part, whether there is a quorum, how many votes an item has and needs (7-ФЗ ст. 29)."""

from dataclasses import dataclass
from math import ceil

from django.db.models import Exists, OuterRef
from django.utils import timezone

from lk_addon.meetings.models import AgendaItem, Attendance, Ballot, Choice, HallCount, ItemResult, MeetingTerms

Majority = AgendaItem.Majority
FIELDS = {Choice.FOR: "votes_for", Choice.AGAINST: "against", Choice.ABSTAINED: "abstained"}


def terms_on(day):
    """Return the :class:`MeetingTerms` that hold on that day; before the first of them, the first."""
    terms = MeetingTerms.objects.filter(valid_from__lte=day).order_by("-valid_from").first()
    return terms or MeetingTerms.objects.earliest("valid_from")


@dataclass(frozen=True)
class Turnout:
    """How many may vote, how many of them take part, and more than how many of them make a quorum."""

    electors: int
    present: int
    quorum_percent: float

    @property
    def has_quorum(self):
        """Whether more than the needed share takes part."""
        return self.present * 100 > self.electors * self.quorum_percent

    @property
    def percent(self):
        """The share of those who take part, in per cent; nobody of nobody is nought."""
        return round(self.present * 100 / self.electors, 1) if self.electors else 0


def with_participation(electors):
    """Annotate electors with ``attends`` and ``has_voted``: they came, their ballot lies there."""
    of_elector = {"meeting": OuterRef("meeting"), "member": OuterRef("member")}
    return electors.annotate(
        attends=Exists(Attendance.objects.filter(**of_elector)),
        has_voted=Exists(Ballot.objects.counted().filter(**of_elector)),
    )


def turnout(meeting):
    """Return the :class:`Turnout` of the members on the closed list: by registration or by ballot; three queries."""
    rows = with_participation(meeting.electors.order_by())
    present = rows.exclude(attends=False, has_voted=False).count()
    terms = terms_on(timezone.localdate(meeting.starts_at))
    return Turnout(meeting.electors.count(), present, terms.quorum_percent)


def votes_needed(majority, *, present, electors, terms):
    """Return how many votes for a decision are the majority of that sort."""
    if majority == Majority.QUALIFIED:
        return ceil(present * terms.qualified)
    base = electors if majority == Majority.ABSOLUTE else present
    return base // 2 + 1


def count_votes(meeting):
    """Return an unsaved :class:`ItemResult` for each item that is put to the vote, ballots and the hall added up.

    Ballots are read one after another; of those nobody has read yet nothing is counted.
    """
    items = [item for item in meeting.items.all() if item.is_voted]
    results = {item: ItemResult(item=item, needed=0, is_adopted=False) for item in items}
    for ballot in meeting.ballots.counted().select_related("letter").iterator():
        for item in items:
            if item.is_on_ballot and ballot.is_read:
                name = FIELDS.get(ballot.choice_on(item), "invalid")
                setattr(results[item], name, getattr(results[item], name) + 1)
    for hall in HallCount.objects.filter(item__in=items):
        result = results[next(item for item in items if item.pk == hall.item_id)]
        for name in (*FIELDS.values(), "invalid"):
            setattr(result, name, getattr(result, name) + getattr(hall, name))
    part, terms = turnout(meeting), terms_on(timezone.localdate(meeting.starts_at))
    for item, result in results.items():
        result.needed = votes_needed(item.majority, present=part.present, electors=part.electors, terms=terms)
        result.is_adopted = part.has_quorum and result.votes_for >= result.needed
    return list(results.values())
