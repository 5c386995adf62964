"""What follows from a ballot."""

from django.core.exceptions import ValidationError
from django.urls import reverse

from lk_addon.accounts.models import Permission
from lk_addon.correspondence.kinds import FormOfKind
from lk_addon.correspondence.models import Thread
from lk_addon.meetings.domain.voting import cast_ballot, withdraw_ballot
from lk_addon.meetings.models import Ballot
from lk_addon.meetings.queries import BALLOT as CODE
from lk_addon.meetings.queries import sealed_ballots
from lk_addon.meetings.submissions.ballot_form import BallotForm


def take_in(*, letter, cleaned_data, actor):
    """Take the vote in; a scan must be there where one is promised, and nowhere else."""
    way = cleaned_data["way"]
    has_files = letter.attachments.exists()
    if way == Ballot.Way.SCAN and not has_files:
        raise ValidationError("Приложите скан бюллетеня.", code="files")
    if way == Ballot.Way.ELECTRONIC and has_files:
        raise ValidationError(
            "Приложен файл, а бюллетень заполнен здесь. Выберите «приложить скан» или уберите файл.", code="files"
        )
    cast_ballot(letter=letter, meeting=cleaned_data["meeting"], way=way, actor=actor)


def live_ballot(thread):
    """Return the ballot that came by ``thread`` and counts, with its meeting, or None."""
    ballots = Ballot.objects.counted().filter(letter__thread=thread)
    return ballots.select_related("meeting", "member").first()


def take_back(*, thread, actor):
    """Take the vote back where its letter is withdrawn."""
    ballot = live_ballot(thread)
    if thread.state == Thread.State.WITHDRAWN and ballot:
        withdraw_ballot(ballot=ballot, actor=actor)


def why_final(thread):
    """Say why a ballot stays as it is; nothing while another may take its place."""
    ballot = live_ballot(thread)
    if ballot is None or not ballot.meeting.takes_ballots:
        return "Приём бюллетеней закончен: ни исправить, ни отозвать бюллетень нельзя."
    if not ballot.meeting.may_vote_again:
        return "Бюллетень подаётся один раз: по правилам этого собрания его нельзя ни исправить, ни отозвать."
    return ""


def to_meeting(letter):
    """Lead to the meeting, where the results and the hash of the ballot will stand."""
    ballot = live_ballot(letter.thread)
    if ballot is None:
        return None
    words = "К собранию: итоги и контрольная сумма бюллетеня"
    return {"words": words, "address": reverse("meetings:meeting", args=[ballot.meeting_id])}


BALLOT = FormOfKind(
    CODE,
    BallotForm,
    template="lk_addon/meetings/ballot.html",
    on_sent=take_in,
    on_closed=take_back,
    leads_to=to_meeting,
    reading_permission="meetings.count_votes",
    sending_permission=Permission.VOTE,
    why_final=why_final,
    sealed=sealed_ballots,
    wants_answer=False,
)
