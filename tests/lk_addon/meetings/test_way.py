"""The way of a meeting: draft, notice, changes, attendance, end (REQ-3.1.V11, REQ-L.6)."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cms.audit.models import AuditEntry
from cms.outbox.domain import drain
from lk_addon.cabinet.staff_tasks import tasks_for
from lk_addon.correspondence.models import Letter, Notice
from lk_addon.meetings.counting import turnout
from lk_addon.meetings.domain import attendance, meeting, voting
from lk_addon.meetings.models import AgendaItem, Attendance, Meeting, MeetingTerms
from lk_addon.meetings.queries import ahead_of, meetings_of
from tests.factories import meetings as make
from tests.factories.supervision import pdf
from tests.scenarios import staff_of

pytestmark = [pytest.mark.django_db, pytest.mark.req("REQ-3.1.V11")]
DEPARTMENT = "Отдел собраний"


class TestAnnouncing:
    def test_a_draft_is_nobodys_and_the_announced_one_comes_to_all_by_a_notice(self, scene):
        row = make.drafted()
        assert not meetings_of(scene.north).exists()
        meeting.announce(meeting=row, actor=None)
        drain()
        notices = Letter.objects.filter(role=Letter.Role.NOTICE)
        assert {letter.thread.member for letter in notices} == {scene.north, scene.montage, scene.trader}
        text = notices.first().text
        for words in ("очно и дистанционно", "Зал", "1. О смете", "3. О выборах Совета (тайное голосование)"):
            assert words.lower() in text.lower()
        assert ahead_of(scene.north).get() == row
        assert AuditEntry.objects.filter(action="meeting.announced").exists()

    def test_only_the_invited_see_a_seminar_for_some(self, scene):
        row = make.drafted(
            kind="seminar", form="remote", agenda=(), ballot_deadline=None, audience=Meeting.Audience.CHOSEN
        )
        row.members.set([scene.north])
        meeting.announce(meeting=row, actor=None)
        assert meetings_of(scene.north).get() == row
        assert not meetings_of(scene.montage).exists()
        assert list(Notice.objects.get().members.all()) == [scene.north]

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({"starts_at": make.ahead(days=-1), "ballot_deadline": None}, "уже прошло"),
            ({"agenda": ()}, "повестка"),
            ({"ballot_deadline": make.ahead(days=-1)}, "приёма бюллетеней"),
            ({"form": "absentee", "place": ""}, "тайного голосования"),
            ({"agenda": [make.AGENDA[2]]}, "нет вопросов открытого"),
        ],
    )
    def test_what_could_not_be_held_is_refused_with_the_reason(self, scene, fields, words):
        row = make.drafted(**fields)
        with pytest.raises(ValidationError, match=words):
            meeting.announce(meeting=row, actor=None)
        row.refresh_from_db()
        assert row.is_draft
        assert not Notice.objects.exists()

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"place": ""}, "place"),
            ({"video_url": "http://video.example.com/"}, "video_url"),
            ({"form": "absentee", "ballot_deadline": None}, "ballot_deadline"),
            ({"ballot_deadline": make.ahead(days=12)}, "ballot_deadline"),
            ({"audience": "chosen"}, "audience"),
        ],
    )
    def test_what_a_form_cannot_be_is_refused_at_its_field(self, scene, fields, field):
        with pytest.raises(ValidationError) as error:
            make.drafted(**fields)
        assert field in error.value.error_dict

    def test_an_announced_one_is_not_typed_over(self, scene):
        row = make.announced()
        row.title = "Другое"
        with pytest.raises(ValidationError, match="черновик"):
            meeting.save_meeting(meeting=row, actor=None)


class TestChanges:
    def test_members_are_told_what_changed_from_what_to_what(self, scene):
        row = make.announced()
        later = make.ahead(days=11)
        meeting.move(
            meeting=row, starts_at=later, ends_at=None, place="Зал 2", ballot_deadline=row.ballot_deadline,
            reason="Ремонт зала.", actor=None,
        )  # fmt: skip
        text = Notice.objects.first().text
        assert "Ремонт зала." in text
        assert "Место: Зал 2 (было: Зал)." in text
        assert "Форма" not in text

    def test_nothing_changed_and_a_shorter_voting_are_refused(self, scene):
        row = make.open_voting()
        same = {"starts_at": row.starts_at, "ends_at": None, "place": "Зал", "reason": "—", "actor": None}
        with pytest.raises(ValidationError, match="Ничего не изменилось"):
            meeting.move(meeting=row, ballot_deadline=row.ballot_deadline, **same)
        for deadline in (None, make.ahead(days=1)):
            with pytest.raises(ValidationError, match="только продлить"):
                meeting.move(meeting=row, ballot_deadline=deadline, **same)

    def test_calling_off_tells_why_and_ends_it(self, scene):
        row = meeting.cancel(meeting=make.announced(), reason="Болезнь докладчика.", actor=None)
        assert "Болезнь докладчика." in Notice.objects.first().text
        assert not ahead_of(scene.north).exists()
        with pytest.raises(ValidationError):
            voting.open_voting(meeting=row, actor=None)


class TestAttendance:
    def test_connecting_is_noted_once_and_only_near_the_beginning(self, scene):
        early = make.seminar()
        with pytest.raises(ValidationError, match="незадолго"):
            attendance.connect(meeting=early, member=scene.north, login_label="NSS-0901-1", actor=scene.member)
        near = make.seminar(starts_at=make.ahead(minutes=14))
        for label in ("NSS-0901-1", "NSS-0901-2"):
            attendance.connect(meeting=near, member=scene.north, login_label=label, actor=scene.member)
        row = Attendance.objects.get()
        assert (row.representative, row.way) == ("NSS-0901-1", "video")
        assert row.basis.startswith("руководитель")

    def test_who_is_not_on_the_closed_list_is_not_registered(self, scene):
        row = make.open_voting()
        with pytest.raises(ValidationError, match="нет в списке"):
            attendance.register(meeting=row, member=scene.former, representative="И", basis="Устав", actor=None)

    def test_a_second_registration_is_refused_and_a_mistake_is_taken_back(self, scene):
        row = make.open_voting()
        first = attendance.register(meeting=row, member=scene.north, representative="И", basis="Устав", actor=None)
        with pytest.raises(ValidationError, match="уже зарегистрирован"):
            attendance.register(meeting=row, member=scene.north, representative="П", basis="Устав", actor=None)
        attendance.strike(attendance=first, reason="Не тот член.", actor=None)
        assert not Attendance.objects.exists()
        assert AuditEntry.objects.get(action="attendance.struck").data["reason"] == "Не тот член."


class TestEnd:
    def test_a_seminar_is_held_with_minutes_or_without_them(self, scene):
        row = make.seminar()
        nothing = {"minutes_no": "", "minutes_date": None, "minutes_file": None}
        with pytest.raises(ValidationError, match="ещё не началось"):
            meeting.hold(meeting=row, actor=None, **nothing)
        Meeting.objects.update(starts_at=make.ahead(hours=-1))
        assert meeting.hold(meeting=row, actor=None, **nothing).state == "held"
        meeting.add_material(meeting=row, title="Презентация", file=pdf(), actor=None)
        assert row.materials.count() == 1

    def test_a_meeting_that_votes_is_not_held_without_its_results(self, scene):
        row = make.announced()
        with pytest.raises(ValidationError, match="откройте голосование"):
            meeting.hold(meeting=row, minutes_no="", minutes_date=None, minutes_file=None, actor=None)

    def test_what_is_not_put_to_the_vote_opens_none(self, scene):
        row = make.announced(agenda=[("Разное", "", False, AgendaItem.Majority.SIMPLE)], ballot_deadline=None)
        with pytest.raises(ValidationError, match="голосовать не по чему"):
            voting.open_voting(meeting=row, actor=None)


@pytest.mark.req("REQ-L.6")
def test_the_department_is_reminded_of_the_yearly_meeting_and_of_what_is_late(scene):
    clerk = staff_of(DEPARTMENT)

    def said():
        return {task.text for task in tasks_for(clerk)}

    due = "пора назначить общее собрание членов СРО"
    assert due in said()
    row = make.open_voting()
    assert due not in said()
    make.over(row)
    assert "голосований пора закрыть" in said()
    make.counting(row)
    assert "собраний ждут итогов" in said()
    Meeting.objects.update(state="held", starts_at=timezone.now() - timedelta(days=310))
    assert due in said()
    Meeting.objects.update(starts_at=timezone.now() - timedelta(days=290))
    assert due not in said()
    assert not {due} & {task.text for task in tasks_for(scene.staff)}


@pytest.mark.req("REQ-7.3")
def test_rules_in_force_are_superseded_and_the_meetings_day_chooses_them(scene):
    rules = MeetingTerms.objects.get()
    rules.quorum_percent = 66
    with pytest.raises(ValidationError, match="уже действует"):
        meeting.save_terms(terms=rules, actor=None)
    meeting.save_terms(
        terms=MeetingTerms(valid_from=make.ahead(days=5).date(), ground="Устав", quorum_percent=66), actor=None
    )
    row = make.open_voting()
    assert turnout(row).quorum_percent == 66
