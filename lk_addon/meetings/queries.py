"""Which meetings somebody sees, and what waits."""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from cms.core.request_memory import once
from lk_addon.correspondence.models import Letter
from lk_addon.correspondence.queries import drafts_of
from lk_addon.meetings.models import Ballot, ElectorEntry, Material, Meeting

State = Meeting.State
BALLOT = "ballot"  # the code of the kind of document


def meetings_of(member):
    """Meetings that ``member`` sees: those it was told of (REQ-3.1.V11). A draft is nobody's but the SRO's."""
    invited = Q(audience=Meeting.Audience.ALL) | Q(Exists(Meeting.members.through.objects.filter(
        meeting=OuterRef("pk"), member=member
    )))  # fmt: skip
    return Meeting.objects.filter(invited).exclude(state=State.DRAFT)


def ahead_of(member):
    """Meetings of ``member`` that are still to be, the nearest first."""
    return meetings_of(member).filter(state__in=Meeting.AHEAD).order_by("starts_at", "pk")


def calendar_of(member):
    """Return the meetings of ``member`` that are still to be as a list, asked for once in a request."""
    return once(f"meetings ahead of {member.pk}", lambda: list(ahead_of(member)))


def past_of(member):
    """Meetings of ``member`` that are over or called off, the last first."""
    return meetings_of(member).exclude(state__in=Meeting.AHEAD).order_by("-starts_at", "-pk")


def materials_of(member):
    """Papers of the meetings that ``member`` sees."""
    return Material.objects.filter(meeting__in=meetings_of(member))


def ballot_of(member, meeting):
    """Return the ballot of ``member`` that counts, with its letter, or None."""
    return meeting.ballots.counted().filter(member=member).select_related("letter__thread").first()


def ballot_draft_of(member, meeting, employee=None):
    """Return the draft of a first ballot that somebody of ``member`` began for ``meeting``, or None."""
    begun = drafts_of(member, employee).filter(kind__code=BALLOT, role=Letter.Role.SUBMISSION)
    return begun.filter(fields__meeting__contains=str(meeting.pk)).first()


def may_vote_at(member):
    """Meetings at which ``member`` may send a ballot now and has sent none, that of the nearest end first."""
    on_list = ElectorEntry.objects.filter(meeting=OuterRef("pk"), member=member)
    has_voted = Ballot.objects.counted().filter(meeting=OuterRef("pk"), member=member)
    return (
        meetings_of(member)
        .filter(Exists(on_list), ~Exists(has_voted), state=State.VOTING, ballot_deadline__gte=timezone.now())
        .order_by("ballot_deadline", "pk")
    )


def sealed_ballots():
    """Return the condition on threads by which ballots came that nobody sees before the voting is over."""
    sealed = Ballot.objects.filter(meeting__state=State.VOTING).exclude(letter=None)
    return Q(pk__in=sealed.values("letter__thread"))


def digests_of(meeting):
    """Return the hashes of the ballots that were counted, in their own order: it tells neither time nor member."""
    counted = meeting.ballots.counted().exclude(letter=None)
    return counted.order_by("letter__digest").values_list("letter__digest", flat=True)


def last_general():
    """Return when the last general meeting was held, None before the first."""
    held = Meeting.objects.filter(kind=Meeting.Kind.GENERAL, state=State.HELD)
    return held.order_by("-starts_at").values_list("starts_at", flat=True).first()
