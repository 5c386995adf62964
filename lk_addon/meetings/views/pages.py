"""«Собрания» in the cabinet: what is called, the page of a meeting, its papers (REQ-3.1.V11)."""

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe

from lk_addon.cabinet.datapages import DataBlock, DataPageView
from lk_addon.cabinet.facts import Facts
from lk_addon.cabinet.files import serve_private
from lk_addon.meetings import announcing
from lk_addon.meetings.models import Meeting
from lk_addon.meetings.queries import ahead_of, ballot_of, digests_of, materials_of, meetings_of, past_of
from lk_addon.meetings.rules import may_connect, may_vote
from lk_addon.meetings.tables import AgendaTable, MaterialTable, MeetingTable


class MeetingsView(DataPageView):
    """Meetings that are ahead, and those that were."""

    title, clause = "Собрания", "3.1"
    template_name = "lk_addon/meetings/meetings.html"

    def get_blocks(self):
        """Return both tables."""
        return [
            DataBlock(
                self.request,
                code="meetings-ahead",
                title="Предстоящие",
                prefix="ahead",
                rows=ahead_of(self.member),
                table_class=MeetingTable,
                empty_title="Собрания не назначены",
                empty_text="Когда СРО назначит собрание, заседание или семинар, извещение придёт в «Уведомления».",
            ),
            DataBlock(
                self.request,
                code="meetings-past",
                title="Прошедшие и отменённые",
                prefix="past",
                rows=past_of(self.member),
                table_class=MeetingTable,
                empty_title="Прошедших собраний нет",
            ),
        ]


class MeetingView(DataPageView):
    """One meeting: when and where, the agenda with its results, papers, the member's ballot."""

    clause = "3.1"
    template_name = "lk_addon/meetings/meeting.html"

    @cached_property
    def meeting(self):
        """The meeting, of those to which the member is invited."""
        return get_object_or_404(meetings_of(self.member), pk=self.kwargs["pk"])

    @property
    def title(self):
        """Its title."""
        return self.meeting.title

    def get_facts(self):
        """Return when, where and how."""
        return [Facts(code="meeting", title="О собрании", rows=announcing.facts(self.meeting))]

    def get_blocks(self):
        """Return agenda and papers; what there is none of is not shown."""
        parts = [
            ("agenda", "Повестка дня", AgendaTable, self.meeting.items.select_related("result")),
            ("materials", "Материалы", MaterialTable, self.meeting.materials.all()),
        ]
        return [
            DataBlock(
                self.request,
                code=f"meeting-{code}",
                title=title,
                prefix=code,
                rows=list(rows),
                table_class=table_class,
                empty_title=f"{title}: пока ничего нет",
            )
            for code, title, table_class, rows in parts
        ]

    def get_context_data(self, **kwargs):
        """Add how the member stands to it: its ballot, its right to vote, whether it has come."""
        meeting, entrance = self.meeting, self.request.entrance
        over = meeting.state in (Meeting.State.HELD, Meeting.State.FAILED)
        return super().get_context_data(
            meeting=meeting,
            ballot=ballot_of(self.member, meeting),
            is_elector=meeting.electors.filter(member=self.member).exists(),
            attendance=meeting.attendances.filter(member=self.member).first(),
            may_vote=may_vote(entrance),
            may_connect=may_connect(entrance),
            digests=list(digests_of(meeting)) if over and meeting.ballot_deadline else [],
            **kwargs,
        )


@require_safe
def material(request, pk):
    """Give a paper of a meeting to which the member is invited."""
    row = get_object_or_404(materials_of(request.entrance.member), pk=pk)
    return serve_private(request, row.file, row.file_name)


@require_safe
def minutes(request, pk):
    """Give the minutes of such a meeting."""
    row = get_object_or_404(meetings_of(request.entrance.member).exclude(minutes_no=""), pk=pk)
    return serve_private(request, row.minutes_file, row.minutes_name)
