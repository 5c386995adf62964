"""Lists of the meetings department: meetings, who may vote, who came, rules."""

from django.contrib.admin import SimpleListFilter, display
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import CreateView, EditView, InspectView

from lk_addon.cabinet.staff import ActButtons, NoDeletion, ReadOnly, SaveThroughDomain
from lk_addon.cabinet.staff_lists import RegisterAdmin
from lk_addon.cabinet.stale import WarnsOfOthers
from lk_addon.meetings.counting import count_votes, terms_on, turnout, with_participation
from lk_addon.meetings.domain import meeting as meetings
from lk_addon.meetings.models import Attendance, ElectorEntry, Meeting, MeetingTerms
from lk_addon.meetings.staff.acts import COUNT, meeting_url, steps_for
from lk_addon.meetings.staff.forms import MeetingForm
from lk_addon.registry.staff_columns import BY_MEMBER, MemberColumns
from lk_addon.registry.staff_law import SupersededOnly

CSS = ["lk_addon/meetings/staff.css"]
MEETINGS = 50  # that lists are filtered by
SCANS = 50  # papers on the page of a meeting; the heading says how many there are
State = Meeting.State


class StoreMeeting(SaveThroughDomain):
    """A draft with its agenda and papers."""

    def store(self, form):
        """Store."""
        row = form.save(commit=False)
        meetings.save_meeting(meeting=row, actor=self.request.user, changed=form.changed_data)

    def get_success_url(self):
        """Show the meeting, from whose page it is announced."""
        return meeting_url(self.instance.pk)


class MeetingCreateView(StoreMeeting, CreateView):
    """A new meeting."""


class MeetingEditView(WarnsOfOthers, StoreMeeting, EditView):
    """A correction of a draft."""


class DraftsOnly(NoDeletion):
    """What members were told of is moved or called off, not typed over."""

    def user_can_edit_obj(self, user, obj):
        """Only while it is a draft."""
        return obj.is_draft and super().user_can_edit_obj(user, obj)


class MeetingPage(InspectView):
    """Everything about one meeting, and the steps that are possible now. Sums are shown once the voting is over."""

    def get_context_data(self, **kwargs):
        """Add agenda, turnout, papers to read, and what this user may do."""
        row, user = self.instance, self.request.user
        has_list = row.voting_opened_at is not None
        is_counted = row.state == State.COUNTING
        papers = row.ballots.on_paper().select_related("member")
        return super().get_context_data(
            meeting=row,
            steps=steps_for(row, user),
            turnout=turnout(row) if has_list else None,
            counted=count_votes(row) if is_counted else [],
            results=[item.result for item in row.items.select_related("result") if hasattr(item, "result")],
            papers=papers.order_by("read_at", "member__sort_name")[:SCANS] if is_counted else [],
            unread=row.ballots.unread().count() if is_counted else 0,
            may_count=user.has_perm(COUNT),
            may_edit=self.permission_helper.user_can_edit_obj(user, row),
            electors_url=electors_url(row),
            silent_url=electors_url(row, "silent"),
            **short_notice(row),
            **kwargs,
        )

    def get_template_names(self):
        """Use ours."""
        return ["lk_addon/meetings/staff/meeting.html"]


class MeetingAdmin(RegisterAdmin):
    """Meetings, the latest first."""

    model = Meeting
    menu_label = "Собрания"
    menu_icon = "date"
    permission_helper_class = DraftsOnly
    create_view_class = MeetingCreateView
    edit_view_class = MeetingEditView
    inspect_view_enabled = True
    inspect_view_class = MeetingPage
    inspect_view_fields = ["title"]
    inspect_view_extra_css = CSS
    history_view_enabled = False
    list_display = ["name", "starts_at", "kind", "form", "state"]
    more_columns = ["place", "ballot_deadline", "elector_count", "present_count", "minutes_no", "minutes_date"]
    file_values = {"name": "title"}
    list_filter = ["state", "kind", "form", "starts_at"]
    list_display_add_buttons = "name"
    search_fields = ["title", "place", "minutes_no"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("title"),
                    FieldRowPanel([FieldPanel("kind"), FieldPanel("form")]),
                    FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                    FieldPanel("place"),
                    FieldPanel("video_url"),
                    FieldPanel("about"),
                ],
                heading="Собрание",
            ),
            MultiFieldPanel([FieldPanel("ballot_deadline"), FieldPanel("may_vote_again")], heading="Бюллетени"),
            InlinePanel(
                "items",
                [
                    FieldRowPanel([FieldPanel("number"), FieldPanel("majority")]),
                    FieldPanel("text"),
                    FieldPanel("draft_decision"),
                    FieldPanel("is_secret"),
                ],
                heading="Повестка дня",
                label="вопрос",
            ),
            InlinePanel("materials", [FieldPanel("title"), FieldPanel("file")], heading="Материалы", label="материал"),
            MultiFieldPanel(
                [
                    FieldPanel("audience"),
                    FieldPanel("region"),
                    FieldPanel("fund"),
                    FieldPanel("level"),
                    FieldPanel("numbers"),
                ],
                heading="Кого приглашают",
            ),
        ],
        base_form_class=MeetingForm,
    )

    @display(description="собрание", ordering="title")
    def name(self, row):
        """The title, which leads to the meeting's page."""
        return format_html('<a href="{}">{}</a>', meeting_url(row.pk), row.title)


class MeetingFilter(SimpleListFilter):
    """Rows of one meeting."""

    title = "собрание"
    parameter_name = "meeting"

    def lookups(self, request, model_admin):
        """Name those that members were told of, the latest first."""
        return [(str(row.pk), str(row)) for row in Meeting.objects.exclude(state=State.DRAFT)[:MEETINGS]]

    def queryset(self, request, queryset):
        """Leave the others out."""
        value = self.value() or ""
        return queryset.filter(meeting=value) if value.isdecimal() else queryset


class ParticipationFilter(SimpleListFilter):
    """Who has voted, who came, who neither."""

    title = "участие"
    parameter_name = "part"

    def lookups(self, request, model_admin):
        """Name them."""
        return [("voted", "бюллетень подан"), ("silent", "бюллетеня нет"), ("came", "зарегистрирован"),
                ("absent", "ни бюллетеня, ни регистрации")]  # fmt: skip

    def queryset(self, request, queryset):
        """Leave the others out."""
        match self.value():
            case "voted":
                return queryset.filter(has_voted=True)
            case "silent":
                return queryset.filter(has_voted=False)
            case "came":
                return queryset.filter(attends=True)
            case "absent":
                return queryset.filter(attends=False, has_voted=False)
        return queryset


class ElectorAdmin(MemberColumns, RegisterAdmin):
    """The lists of those who may vote, and who of them takes part: who has voted, never how."""

    model = ElectorEntry
    menu_label = "Кто голосует"
    menu_icon = "list-ul"
    permission_helper_class = ReadOnly
    history_view_enabled = False
    list_display = ["member", "meeting", "came", "voted"]
    more_columns = ["member_number", "member_inn"]
    list_select_related = ["member", "meeting"]
    list_filter = [MeetingFilter, ParticipationFilter]
    search_fields = BY_MEMBER

    def get_queryset(self, request):
        """Add who takes part."""
        return with_participation(super().get_queryset(request))

    @display(description="зарегистрирован", ordering="attends")
    def came(self, row):
        """Whether it came."""
        return "да" if row.attends else "нет"

    @display(description="бюллетень", ordering="has_voted")
    def voted(self, row):
        """Whether its ballot lies there."""
        return "подан" if row.has_voted else "нет"


class AttendanceButtons(ActButtons):
    """Taking a mistake back."""

    def acts(self, obj):
        """Offer it until results are approved."""
        if obj.meeting.state not in Meeting.FINAL and self.request.user.has_perm(COUNT):
            yield "attendance_strike", "Снять"


class AttendanceAdmin(MemberColumns, RegisterAdmin):
    """Who took part in what."""

    model = Attendance
    menu_label = "Участники"
    menu_icon = "group"
    permission_helper_class = ReadOnly
    button_helper_class = AttendanceButtons
    history_view_enabled = False
    list_display = ["member", "meeting", "way", "representative", "basis", "at"]
    more_columns = ["member_number", "member_inn"]
    screen_only = ["representative"]
    file_values = {"at": "registered_at"}
    list_select_related = ["member", "meeting"]
    list_filter = [MeetingFilter, "way", "registered_at"]
    search_fields = BY_MEMBER

    @display(description="зарегистрирован", ordering="registered_at")
    def at(self, row):
        """When."""
        return f"{timezone.localtime(row.registered_at):%d.%m.%Y %H:%M}"


class StoreTerms(SaveThroughDomain):
    """Rules of meetings."""

    def store(self, form):
        """Store."""
        meetings.save_terms(terms=form.save(commit=False), actor=self.request.user)


class TermsCreateView(StoreTerms, CreateView):
    """New rules."""


class TermsEditView(StoreTerms, EditView):
    """A correction of rules that are still to come."""


class TermsAdmin(ModelAdmin):
    """Quorum, majorities and terms, by the day since which they hold."""

    model = MeetingTerms
    menu_label = "Правила собраний"
    menu_icon = "cogs"
    permission_helper_class = SupersededOnly
    create_view_class = TermsCreateView
    edit_view_class = TermsEditView
    history_view_enabled = False
    list_display = ["since", "quorum_percent", "notice_days", "at_least_every_years", "ground"]
    panels = [
        FieldRowPanel([FieldPanel("valid_from"), FieldPanel("ground")]),
        FieldPanel("quorum_percent"),
        FieldRowPanel([FieldPanel("qualified_numerator"), FieldPanel("qualified_denominator")]),
        FieldRowPanel([FieldPanel("notice_days"), FieldPanel("at_least_every_years")]),
    ]

    @display(description="действуют с", ordering="valid_from")
    def since(self, terms):
        """The day."""
        return f"{terms.valid_from:%d.%m.%Y}"


def short_notice(meeting):
    """Return whether a draft of a general meeting is to be held sooner than members must be told, and how soon."""
    today, day = timezone.localdate(), timezone.localdate(meeting.starts_at)
    days = terms_on(today).notice_days
    concerns = meeting.is_draft and meeting.kind == Meeting.Kind.GENERAL
    return {"is_short_notice": concerns and (day - today).days < days, "notice_days": days}


def electors_url(meeting, part=""):
    """Return the list of those who may vote at ``meeting``."""
    return f"{reverse('meetings_electorentry_modeladmin_index')}?meeting={meeting.pk}&part={part}"
