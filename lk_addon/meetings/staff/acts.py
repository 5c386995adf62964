"""Acts upon meetings; each page explains and asks."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from lk_addon.cabinet.staff import ActView
from lk_addon.meetings.domain import attendance, meeting, voting
from lk_addon.meetings.models import AgendaItem, Attendance, Ballot, HallCount, Meeting
from lk_addon.meetings.staff import forms

State = Meeting.State
CONDUCT, COUNT = "meetings.conduct_meeting", "meetings.count_votes"


def meeting_url(pk):
    """Return the back office's page of a meeting."""
    return reverse("meetings_meeting_modeladmin_inspect", args=[pk])


class MeetingAct(ActView):
    """A step of one meeting, possible from ``states``."""

    model = Meeting
    permission_required = CONDUCT
    states = ()
    name = ""

    @property
    def index_url(self):
        """The meeting's page."""
        return meeting_url(self.object.pk)

    @classmethod
    def is_for(cls, row):
        """Whether the step makes sense for ``row``."""
        return row.state in cls.states

    def get_initial(self):
        """Begin with what stands there."""
        return {name: getattr(self.object, name) for name in self.form_class.base_fields if hasattr(self.object, name)}


class AnnounceView(MeetingAct):
    """Call it."""

    name, states = "announce", (State.DRAFT,)
    title = "Объявить собрание"
    explanation = (
        "Приглашённые получат извещение в кабинет и письмо о нём. Повестку и проекты решений после этого не меняют; "
        "время и место можно перенести."
    )
    button = "Объявить"
    done = "Собрание объявлено, извещения отправляются."

    def act(self, form):
        """Announce."""
        meeting.announce(meeting=self.object, actor=self.request.user)


class OpenVotingView(MeetingAct):
    """Close the list and open the voting."""

    name, states, permission_required = "open_voting", (State.ANNOUNCED,), COUNT
    title = "Закрыть список и открыть голосование"
    explanation = (
        "Список имеющих право голоса закроется таким, каков реестр сегодня. Если у собрания есть срок приёма "
        "бюллетеней, они начнут приниматься через кабинет. Итогов до закрытия голосования не видит никто."
    )
    button = "Открыть голосование"
    done = "Голосование открыто."

    @classmethod
    def is_for(cls, row):
        """Only where something is voted on."""
        return super().is_for(row) and any(item.is_voted for item in row.items.all())

    def act(self, form):
        """Open."""
        voting.open_voting(meeting=self.object, actor=self.request.user)


class RemindView(MeetingAct):
    """Remind who is silent."""

    name, states = "remind", (State.VOTING,)
    title = "Напомнить непроголосовавшим"
    explanation = "Уведомление придёт в кабинеты тех членов СРО, чьих бюллетеней ещё нет."
    button = "Напомнить"
    done = "Напоминания отправляются."

    @classmethod
    def is_for(cls, row):
        """Only while ballots are taken."""
        return super().is_for(row) and row.takes_ballots

    def act(self, form):
        """Remind."""
        voting.remind(meeting=self.object, actor=self.request.user)


class CloseVotingView(MeetingAct):
    """End the voting."""

    name, states, permission_required = "close_voting", (State.VOTING,), COUNT
    title = "Закрыть голосование"
    explanation = "Бюллетени больше не примутся. Станут видны бюллетени и подсчёт."
    button = "Закрыть голосование"
    done = "Голосование закрыто. Внесите сканы и подсчёт в зале."

    def act(self, form):
        """Close."""
        voting.close_voting(meeting=self.object, actor=self.request.user)


class ApproveView(MeetingAct):
    """Approve the results."""

    name, states, permission_required = "approve", (State.COUNTING,), COUNT
    form_class = forms.MinutesForm
    title = "Подвести итоги"
    explanation = "Результаты и протокол сразу появятся в кабинетах членов СРО. Изменить их потом нельзя."
    button = "Подвести итоги"
    done = "Итоги подведены и видны членам СРО."

    def act(self, form):
        """Approve."""
        voting.approve_results(meeting=self.object, actor=self.request.user, **form.cleaned_data)


class HoldView(MeetingAct):
    """Note that it took place."""

    name, states = "hold", (State.ANNOUNCED,)
    form_class = forms.OptionalMinutesForm
    title = "Отметить состоявшимся"
    explanation = "Для собраний, на которых не голосовали. Протокол приложите, если он составлялся."
    button = "Состоялось"
    done = "Отмечено: собрание состоялось."

    @classmethod
    def is_for(cls, row):
        """Only where nothing is voted on."""
        return super().is_for(row) and not any(item.is_voted for item in row.items.all())

    def act(self, form):
        """Hold."""
        meeting.hold(meeting=self.object, actor=self.request.user, **form.cleaned_data)


class RegisterView(MeetingAct):
    """Register who came."""

    name, permission_required = "register", COUNT
    states = (*Meeting.AHEAD, State.COUNTING)
    form_class = forms.AttendanceForm
    title = "Зарегистрировать участника"
    explanation = "Кто уже прислал бюллетень, по открытым вопросам в зале второй раз не голосует."
    button = "Зарегистрировать"
    done = "Участник зарегистрирован."

    def act(self, form):
        """Register."""
        attendance.register(meeting=self.object, actor=self.request.user, **form.cleaned_data)


class PaperBallotView(MeetingAct):
    """Enter a ballot on paper."""

    name, permission_required = "paper_ballot", COUNT
    states = (State.VOTING, State.COUNTING)
    form_class = forms.PaperBallotForm
    title = "Внести бумажный бюллетень"
    explanation = "Бюллетень с именем члена СРО по вопросам открытого голосования. Один от каждого члена СРО."
    button = "Внести"
    done = "Бюллетень внесён."

    @classmethod
    def is_for(cls, row):
        """Only where a ballot with a name has something to ask."""
        return super().is_for(row) and any(item.is_on_ballot for item in row.items.all())

    def get_form_kwargs(self):
        """Ask about the meeting's questions."""
        return super().get_form_kwargs() | {"items": self.object.items.all()}

    def act(self, form):
        """Enter."""
        voting.enter_paper_ballot(
            meeting=self.object,
            member=form.cleaned_data["member"],
            basis=form.cleaned_data["basis"],
            choices=form.choices,
            actor=self.request.user,
        )


class MoveView(MeetingAct):
    """Give it another time or place."""

    name, states = "move", Meeting.AHEAD
    form_class = forms.MoveForm
    title = "Перенести"
    explanation = "Приглашённые получат уведомление о том, что изменилось. Приём бюллетеней можно только продлить."
    button = "Перенести"
    done = "Перенесено, уведомления отправляются."

    def act(self, form):
        """Move."""
        meeting.move(meeting=self.object, actor=self.request.user, **form.cleaned_data)


class VideoView(MeetingAct):
    """Set the conference's address."""

    name, states = "video", Meeting.AHEAD
    form_class = forms.VideoForm
    title = "Ссылка на видеоконференцию"
    explanation = (
        f"Приглашённые увидят её в кабинете за {Meeting.ROOM_OPENS} минут до начала; "
        "вход отмечается в списке участников."
    )
    button = "Сохранить"
    done = "Ссылка сохранена."

    @classmethod
    def is_for(cls, row):
        """Only where members connect."""
        return super().is_for(row) and row.form in Meeting.WITH_VIDEO

    def act(self, form):
        """Set."""
        meeting.set_video(meeting=self.object, actor=self.request.user, **form.cleaned_data)


class MaterialView(MeetingAct):
    """Put a paper to it."""

    name, states = "material", (*Meeting.AHEAD, State.COUNTING, State.HELD, State.FAILED)
    form_class = forms.MaterialForm
    title = "Добавить материал"
    explanation = "Материал сразу увидят приглашённые."
    button = "Добавить"
    done = "Материал добавлен."

    def get_initial(self):
        """Begin with nothing: the title is that of the paper."""
        return {}

    def act(self, form):
        """Add."""
        meeting.add_material(meeting=self.object, actor=self.request.user, **form.cleaned_data)


class CancelView(MeetingAct):
    """Call it off."""

    name, states = "cancel", (*Meeting.AHEAD, State.COUNTING)
    form_class = forms.ReasonForm
    title = "Отменить собрание"
    explanation = "Приглашённые получат уведомление. Поданные бюллетени не учтутся; вернуть собрание нельзя."
    button = "Отменить собрание"
    done = "Собрание отменено, уведомления отправляются."
    dangerous = True

    def act(self, form):
        """Cancel."""
        meeting.cancel(meeting=self.object, actor=self.request.user, **form.cleaned_data)


#: In the order in which they are offered.
STEPS = (
    AnnounceView,
    RegisterView,
    OpenVotingView,
    RemindView,
    CloseVotingView,
    PaperBallotView,
    ApproveView,
    HoldView,
    MoveView,
    VideoView,
    MaterialView,
    CancelView,
)


def steps_for(row, user):
    """Return (URL name, view) of each step that ``user`` may make from the state of ``row``."""
    return [
        (f"meeting_{step.name}", step) for step in STEPS if step.is_for(row) and user.has_perm(step.permission_required)
    ]


class HallView(ActView):
    """Note what was counted in the hall upon one question."""

    model, form_class, permission_required = AgendaItem, forms.HallForm, COUNT
    title = "Подсчёт в зале"
    explanation = "Только голоса, поданные в зале: бюллетени из кабинета и внесённые поимённо считаются сами."
    button = "Сохранить"
    done = "Подсчёт внесён."

    @cached_property
    def object(self):
        """The question, with its meeting."""
        return get_object_or_404(AgendaItem.objects.select_related("meeting"), pk=self.kwargs["pk"])

    @property
    def index_url(self):
        """The meeting's page."""
        return meeting_url(self.object.meeting_id)

    def get_initial(self):
        """Begin with what was noted before."""
        hall = HallCount.objects.filter(item=self.object).first()
        return {name: getattr(hall, name) for name in self.form_class.base_fields} if hall else {"invalid": 0}

    def act(self, form):
        """Note."""
        voting.note_hall(
            meeting=self.object.meeting, item=self.object, votes=form.cleaned_data, actor=self.request.user
        )


class ReadScanView(ActView):
    """Note what a paper says."""

    model, form_class, permission_required = Ballot, forms.ChoicesForm, COUNT
    template_name = "lk_addon/meetings/staff/read_scan.html"
    title = "Прочитать бюллетень"
    explanation = "Внесите то, что отмечено на бумаге. Ошибку можно исправить до подведения итогов."
    button = "Сохранить"
    done = "Бюллетень прочитан."

    @cached_property
    def object(self):
        """The paper, once the voting is over."""
        papers = Ballot.objects.on_paper().filter(meeting__state=State.COUNTING)
        return get_object_or_404(papers.select_related("meeting", "member", "letter"), pk=self.kwargs["pk"])

    @property
    def index_url(self):
        """The meeting's page."""
        return meeting_url(self.object.meeting_id)

    def get_form_kwargs(self):
        """Ask about the meeting's questions, with what was read before."""
        items = self.object.meeting.items.all()
        return super().get_form_kwargs() | {"items": items, "initial_choices": self.object.choices}

    def act(self, form):
        """Read."""
        voting.read_scan(ballot=self.object, choices=form.choices, actor=self.request.user)


class StrikeView(ActView):
    """Take a registration back."""

    model, form_class, permission_required = Attendance, forms.ReasonForm, COUNT
    title = "Снять регистрацию"
    explanation = "Для ошибочной отметки. В журнале останется, кто и почему её снял."
    button = "Снять регистрацию"
    done = "Регистрация снята."
    dangerous = True

    @property
    def index_url(self):
        """The meeting's page."""
        return meeting_url(self.object.meeting_id)

    def act(self, form):
        """Strike."""
        attendance.strike(attendance=self.object, actor=self.request.user, **form.cleaned_data)
