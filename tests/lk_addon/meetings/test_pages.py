"""Pages of meetings in the cabinet: what is seen, by whom, at how many queries (REQ-3.1.V11)."""

import re
from io import BytesIO

import pytest
from pdfminer.high_level import extract_text

from lk_addon.accounts.models import Permission
from lk_addon.meetings.domain import voting
from lk_addon.meetings.domain.meeting import announce
from lk_addon.meetings.models import Attendance, Material, Meeting
from tests.factories import meetings as make
from tests.factories.correspondence import draft
from tests.factories.supervision import pdf
from tests.scenarios import cabinet_of

pytestmark = [pytest.mark.django_db, pytest.mark.req("REQ-3.1.V11")]


def page(user, address):
    answer = cabinet_of(user).get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_the_first_page_names_the_next_meeting_and_asks_to_vote(scene):
    assert "Собрания не назначены" in page(scene.member, "/")
    make.seminar(title="Близкий семинар", starts_at=make.ahead(days=2))
    make.open_voting(title="Далёкое собрание")
    home = page(scene.member, "/")
    assert re.search(r"Ближайшее собрание.+Близкий семинар", home, re.S)
    assert "Проголосуйте: Далёкое собрание" in home
    Meeting.objects.filter(title="Близкий семинар").update(state="held")
    assert re.search(r"Ближайшее собрание.+Далёкое собрание", page(scene.member, "/"), re.S)


def test_terms_of_meetings_stand_in_the_calendar(scene):
    make.open_voting()
    calendar = page(scene.member, "/calendar/")
    assert "Последний день для бюллетеня: Годовое собрание" in calendar


def test_the_list_costs_the_same_for_one_and_for_many(scene, django_assert_num_queries):
    browser = cabinet_of(scene.member)
    make.seminar()
    browser.get("/meetings/")
    with django_assert_num_queries(9):
        browser.get("/meetings/")
    for number in range(4):
        make.seminar(title=f"Семинар {number}")
    with django_assert_num_queries(9):
        answer = browser.get("/meetings/")
    assert answer.content.decode().count("/meetings/") > 5


def test_a_meeting_shows_agenda_papers_and_how_the_member_stands_to_it(scene):
    row = make.open_voting(materials=[Material(title="Смета", file=pdf("Смета.pdf"))])
    shown = page(scene.member, f"/meetings/{row.pk}/")
    for words in ("О смете", "Утвердить смету.", "Тайное голосование", "Проголосовать", "Бюллетень подаётся один раз"):
        assert words in shown
    make.vote(scene.member, scene.north, row)
    shown = page(scene.colleague, f"/meetings/{row.pk}/")
    assert row.ballots.get().letter.digest in shown
    assert "Проголосовать" not in shown


def test_the_workbook_of_a_meeting_has_a_sheet_for_each_block(scene):
    row = make.announced()
    answer = cabinet_of(scene.member).get(f"/meetings/{row.pk}/?export=xlsx")
    assert answer["Content-Type"].endswith("sheet")


def test_results_and_hashes_stand_there_after_the_end_and_not_before(scene):
    row = make.open_voting()
    letter = make.vote(scene.member, scene.north, row)
    make.vote(scene.outsider, scene.montage, row, label="NSS-0902-1")
    row = make.counting(row)
    counted = page(scene.member, f"/meetings/{row.pk}/")
    assert "Голоса считают" in counted
    assert "за 2" not in counted
    voting.approve_results(
        meeting=row, minutes_no="7", minutes_date="2026-12-20", minutes_file=pdf("Протокол.pdf"), actor=None
    )
    browser = cabinet_of(scene.outsider)
    shown = browser.get(f"/meetings/{row.pk}/").content.decode()
    assert "за 2, против 0, воздержались 0" in shown
    assert letter.digest in shown
    minutes = browser.get(f"/meetings/{row.pk}/minutes/")
    assert b"".join(minutes.streaming_content).startswith(b"%PDF")


class TestOutsiders:
    def test_the_uninvited_find_nothing(self, scene):
        row = make.drafted(
            kind="seminar", form="remote", agenda=(), ballot_deadline=None, audience="chosen",
            video_url="https://video.example.com/1", materials=[Material(title="Тезисы", file=pdf())],
        )  # fmt: skip
        row.members.set([scene.north])
        announce(meeting=row, actor=None)
        Meeting.objects.update(starts_at=make.ahead(minutes=5))
        material = row.materials.get()
        addresses = [f"/meetings/{row.pk}/", f"/meetings/{row.pk}/room/", f"/meetings/{row.pk}/ballot/",
                     f"/meetings/{row.pk}/minutes/", f"/meetings/materials/{material.pk}/"]  # fmt: skip
        stranger = cabinet_of(scene.outsider)
        for address in addresses:
            assert stranger.get(address).status_code == 404, address
        assert stranger.post(addresses[1]).status_code == 404
        assert not Attendance.objects.exists()
        mine = cabinet_of(scene.member)
        assert mine.get(addresses[0]).status_code == mine.get(addresses[4]).status_code == 200

    def test_a_draft_is_found_by_nobody(self, scene):
        row = make.drafted()
        assert cabinet_of(scene.member).get(f"/meetings/{row.pk}/").status_code == 404

    def test_staff_looking_in_neither_vote_nor_connect(self, scene):
        row = make.open_voting(video_url="https://video.example.com/1")
        Meeting.objects.update(starts_at=make.ahead(minutes=5), ballot_deadline=make.ahead(minutes=5))
        browser = cabinet_of(scene.staff)
        browser.post("/switch/", {"number": scene.north.registration_number})
        assert "голосует только сам член СРО" in browser.get(f"/meetings/{row.pk}/").content.decode()
        assert browser.post(f"/meetings/{row.pk}/room/").status_code == 403
        assert not Attendance.objects.exists()

    def test_who_may_not_vote_is_told_whom_to_ask(self, scene):
        row = make.open_voting()
        mandate = scene.member.mandates.get()
        mandate.basis, mandate.basis_number, mandate.permissions = "power", "1", [Permission.SEE]
        mandate.save()
        shown = page(scene.member, f"/meetings/{row.pk}/")
        assert "Права «голосовать на собраниях» у вас нет" in shown


class TestRoom:
    def test_the_address_of_the_conference_is_given_only_after_coming_in(self, scene):
        row = make.seminar(starts_at=make.ahead(minutes=10))
        browser = cabinet_of(scene.member)
        assert "Подключиться" in browser.get(f"/meetings/{row.pk}/").content.decode()
        asked = browser.get(f"/meetings/{row.pk}/room/").content.decode()
        assert row.video_url not in asked
        assert not Attendance.objects.exists()
        entered = browser.post(f"/meetings/{row.pk}/room/").content.decode()
        assert row.video_url in entered
        assert Attendance.objects.get().member == scene.north

    def test_after_the_day_of_the_meeting_nobody_connects(self, scene):
        row = make.seminar()
        Meeting.objects.update(starts_at=make.ahead(days=-1))  # staff have not said yet how it ended
        browser = cabinet_of(scene.member)
        assert "Подключиться" not in browser.get(f"/meetings/{row.pk}/").content.decode()
        assert "Подключиться уже нельзя" in browser.get(f"/meetings/{row.pk}/room/").content.decode()
        assert browser.post(f"/meetings/{row.pk}/room/").status_code == 302
        assert not Attendance.objects.exists()

    def test_before_its_time_the_room_says_when(self, scene):
        row = make.seminar()
        browser = cabinet_of(scene.member)
        assert row.video_url not in browser.get(f"/meetings/{row.pk}/").content.decode()
        assert "за 15 минут до начала" in browser.get(f"/meetings/{row.pk}/room/").content.decode()
        assert browser.post(f"/meetings/{row.pk}/room/").status_code == 302
        assert not Attendance.objects.exists()


@pytest.mark.req("REQ-3.2.2.N8")
class TestWayToTheBallot:
    def test_it_leads_to_a_new_one_to_a_draft_and_to_what_was_sent(self, scene):
        row, browser = make.open_voting(), cabinet_of(scene.member)
        address = f"/meetings/{row.pk}/ballot/"
        assert browser.get(address).url == f"/documents/new/ballot/?meeting={row.pk}"
        begun = draft(scene.colleague, scene.north, code="ballot", fields={"meeting": [str(row.pk)]})
        assert browser.get(address).url == f"/correspondence/drafts/{begun.pk}/"
        begun.delete()
        letter = make.vote(scene.member, scene.north, row)
        assert browser.get(address).url == f"/correspondence/{letter.thread_id}/"

    def test_the_form_asks_the_questions_of_the_meeting_and_no_secret_one(self, scene):
        row = make.open_voting()
        shown = page(scene.member, f"/documents/new/ballot/?meeting={row.pk}")
        first, _second, secret = row.items.all()
        assert f'name="item_{first.pk}"' in shown
        assert f'name="item_{secret.pk}"' not in shown
        assert "голосуют на собрании бюллетенями без" in shown

    def test_the_paper_has_the_members_name_and_every_open_question(self, scene):
        row = make.open_voting()
        answer = cabinet_of(scene.member).get(f"/meetings/{row.pk}/ballot.pdf")
        words = extract_text(BytesIO(answer.content))
        for said in (scene.north.inn, "0901", "О смете", "Утвердить устав.", "ВОЗДЕРЖАЛСЯ"):
            assert said in words
        assert "О выборах" not in words

    def test_without_a_voting_it_says_so(self, scene):
        assert "ни одно собрание не принимает бюллетени" in page(scene.member, "/documents/new/ballot/")
