"""The meetings department's screens: a meeting from its draft to its results by the pages themselves."""

import pytest
from django.urls import reverse
from django.utils import timezone

from lk_addon.meetings.models import Attendance, HallCount, Meeting
from tests.factories import meetings as make
from tests.factories.supervision import pdf
from tests.lk_addon.meetings.test_voting import scan
from tests.scenarios import back_office_of, staff_of

pytestmark = [pytest.mark.django_db, pytest.mark.req("REQ-3.1.V11", "REQ-3.2.2.N8")]
CREATE = "/admin/meetings/meeting/create/"


@pytest.fixture
def clerk(scene):
    return back_office_of(staff_of("Отдел собраний"))


def act(row, name):
    return f"/admin/meetings/acts/{row.pk}/{name}/"


def shown(browser, row):
    answer = browser.get(reverse("meetings_meeting_modeladmin_inspect", args=[row.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def local(moment):
    return timezone.localtime(moment).strftime("%d.%m.%Y %H:%M")


def draft_data(**more):
    return {
        "title": "Годовое собрание", "kind": "general", "form": "mixed", "place": "Зал", "audience": "all",
        "starts_at": local(make.ahead(days=20)), "ballot_deadline": local(make.ahead(days=19)),
        "region": "", "fund": "", "level": "", "numbers": "", "about": "", "video_url": "", "ends_at": "",
        "items-TOTAL_FORMS": "1", "items-INITIAL_FORMS": "0", "items-MIN_NUM_FORMS": "0",
        "items-MAX_NUM_FORMS": "1000", "items-0-number": "1", "items-0-text": "О смете",
        "items-0-draft_decision": "Утвердить.", "items-0-majority": "simple", "items-0-ORDER": "1",
        "materials-TOTAL_FORMS": "1", "materials-INITIAL_FORMS": "0", "materials-MIN_NUM_FORMS": "0",
        "materials-MAX_NUM_FORMS": "1000", "materials-0-title": "Смета", "materials-0-file": pdf("Смета.pdf"),
    } | more  # fmt: skip


def test_from_the_draft_to_the_results(scene, clerk):
    answer = clerk.post(CREATE, draft_data())
    assert answer.status_code == 302, answer.context and answer.context["form"].errors
    row = Meeting.objects.get()
    assert (row.items.get().text, row.materials.get().file_name) == ("О смете", "Смета.pdf")
    assert "Объявить собрание" in shown(clerk, row)
    assert clerk.post(act(row, "announce")).status_code == 302
    assert "Изменить" not in shown(clerk, row)
    assert clerk.post(act(row, "open_voting")).status_code == 302
    make.vote(scene.member, scene.north, row)
    sealed = shown(clerk, row)
    assert "Участвуют 1 из 3" in sealed
    assert "Предварительный подсчёт" not in sealed
    assert "ещё принимаются" in clerk.post(act(row, "close_voting")).content.decode()
    make.over(row)
    assert clerk.post(act(row, "close_voting")).status_code == 302
    paper = {"member": "0902", "basis": "Устав", f"item_{row.items.get().pk}": "for"}
    assert clerk.post(act(row, "paper_ballot"), paper).status_code == 302
    assert "Предварительный подсчёт" in shown(clerk, row)
    minutes = {"minutes_no": "3", "minutes_date": "20.12.2026", "minutes_file": pdf("Протокол.pdf")}
    assert clerk.post(act(row, "approve"), minutes).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.present_count, row.items.get().result.votes_for) == ("held", 2, 2)
    ended = shown(clerk, row)
    assert "Решение принято" in ended
    assert "Подвести итоги" not in ended


def test_mistakes_in_a_draft_are_told_at_their_fields_and_lose_nothing(clerk):
    answer = clerk.post(CREATE, draft_data(place="", form="in_person"))
    assert answer.status_code == 200
    assert "Укажите, где соберутся" in answer.content.decode()
    assert not Meeting.objects.exists()


def test_a_scan_is_read_from_the_meetings_page(scene, clerk):
    row = make.open_voting()
    scan(scene, row)
    ballot = row.ballots.get()
    assert clerk.get(f"/admin/meetings/acts/ballots/{ballot.pk}/read/").status_code == 404  # while ballots come in
    row = make.counting(row)
    assert "не прочитано: 1" in shown(clerk, row)
    first, second = [item for item in row.items.all() if item.is_on_ballot]
    read = {f"item_{first.pk}": "for", f"item_{second.pk}": ""}
    assert clerk.post(f"/admin/meetings/acts/ballots/{ballot.pk}/read/", read).status_code == 302
    ballot.refresh_from_db()
    assert (ballot.choice_on(first), ballot.choice_on(second)) == ("for", "")


def test_sums_of_the_hall_are_checked_against_who_came(scene, clerk):
    row = make.open_voting()
    who = {"member": "0901", "representative": "Иванов И. И.", "basis": "Устав"}
    assert clerk.post(act(row, "register"), who).status_code == 302
    assert "Такого номера в реестре нет" in clerk.post(act(row, "register"), who | {"member": "0"}).content.decode()
    row = make.counting(row)
    address = f"/admin/meetings/acts/items/{row.items.first().pk}/hall/"
    sums = {"votes_for": "2", "against": "0", "abstained": "0", "invalid": "0"}
    assert "могли проголосовать 1" in clerk.post(address, sums).content.decode()
    assert clerk.post(address, sums | {"votes_for": "1"}).status_code == 302
    assert HallCount.objects.get().votes_for == 1


def test_who_has_not_voted_is_listed_and_nothing_of_how(scene, clerk):
    row = make.open_voting()
    make.vote(scene.member, scene.north, row)
    index = reverse("meetings_electorentry_modeladmin_index")
    silent = clerk.get(f"{index}?meeting={row.pk}&part=silent").content.decode()
    assert "Ёлочный монтаж" in silent
    assert "Демострой-Север" not in silent


def test_a_mistaken_registration_is_struck_with_a_reason(scene, clerk):
    row = make.open_voting()
    clerk.post(act(row, "register"), {"member": "0901", "representative": "И", "basis": "Устав"})
    attendance = Attendance.objects.get()
    listed = clerk.get(reverse("meetings_attendance_modeladmin_index")).content.decode()
    assert f"/attendances/{attendance.pk}/strike/" in listed
    clerk.post(f"/admin/meetings/acts/attendances/{attendance.pk}/strike/", {"reason": "Ошибка"})
    assert not Attendance.objects.exists()


@pytest.mark.parametrize("name", ["announce", "open_voting", "move", "cancel", "material", "register"])
def test_others_do_none_of_it(scene, name):
    row = make.drafted()
    for person in (scene.editor, scene.staff):
        browser = back_office_of(person)
        assert browser.get(act(row, name)).status_code in (302, 403)
        assert browser.post(act(row, name), {"reason": "Просто так"}).status_code in (302, 403)
    row.refresh_from_db()
    assert row.is_draft


def test_a_notice_that_comes_late_is_warned_of(scene, clerk):
    late = make.drafted(starts_at=make.ahead(days=3), ballot_deadline=make.ahead(days=2))
    assert "меньше 15 дней" in shown(clerk, late)
    assert "меньше 15 дней" not in shown(clerk, make.drafted(starts_at=make.ahead(days=16)))
