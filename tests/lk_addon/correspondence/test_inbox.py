"""The inbox of a department: its threads alone, terms by colour, filters, files, registration of many at once."""

import re
import threading
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.core import exports
from cms.workdays.queries import add_workdays
from lk_addon.cabinet.departments import CORRESPONDENCE_DEPARTMENT
from lk_addon.cabinet.staff_tasks import tasks_for
from lk_addon.correspondence.domain.answering import ask, register_thread
from lk_addon.correspondence.models import Registration, Thread
from lk_addon.registry.staff_page import member_url
from tests.factories.correspondence import sent_letter
from tests.scenarios import back_office_of, people, staff_of

pytestmark = [pytest.mark.django_db, pytest.mark.req("REQ-3.1.V9")]

INBOX = "/admin/correspondence/thread/"
REGISTER = "/admin/correspondence/register/"


def shown(browser, address=INBOX, **query):
    answer = browser.get(address, query)
    assert answer.status_code == 200
    return answer.content.decode()


def due(letter, day):
    Thread.objects.filter(pk=letter.thread_id).update(due_on=day)


def test_each_department_sees_its_own_threads(scene, desk, accountant):
    general = sent_letter(scene.member, scene.north, subject="О взносах")
    accounting = sent_letter(scene.outsider, scene.montage, code="accounting", subject="Акт сверки")
    assert general.thread.subject in shown(desk)
    assert accounting.thread.subject not in shown(desk)
    theirs = shown(back_office_of(accountant))
    assert accounting.thread.subject in theirs
    assert general.thread.subject not in theirs
    assert back_office_of(scene.editor).get(INBOX).status_code == 302


def test_a_term_is_coloured_and_filtered_by_how_it_stands(scene, clerk, desk):
    today = timezone.localdate()
    terms = {
        "late": today - timedelta(days=1),
        "soon": add_workdays(today, 1),
        "ok": add_workdays(today, 9),
        "stands": today,
    }
    for tone, day in terms.items():
        letter = sent_letter(scene.member, scene.north, subject=f"Тема {tone}")
        due(letter, day)
        if tone == "stands":
            ask(thread=letter.thread, text="Уточните", answer_until=add_workdays(today, 3), actor=clerk)
    whole = shown(desk)
    for tone in terms:
        assert f"corr-term-{tone}" in whole
        found = shown(desk, term=tone)
        assert [one for one in terms if f"Тема {one}" in found] == [tone]
    assert whole.index("Тема late") < whole.index("Тема soon") < whole.index("Тема ok")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        *[(words, True) for words in ("ВЗНОС", "0901", "демострой", "разъяснить", "уплата взноса")],
        ("чужое", False),
    ],
)
def test_words_are_looked_for_in_russian_whatever_their_case(letter, desk, words, found):
    assert (letter.thread.subject in shown(desk, q=words)) is found


def test_numbers_are_looked_for(letter, clerk, desk):
    (registration,) = register_thread(thread=letter.thread, actor=clerk)
    for number in (letter.number, registration.number):
        assert letter.thread.subject in shown(desk, q=number)
    assert letter.thread.subject not in shown(desk, q="Вх-999999/1999")


def test_a_file_holds_what_the_screen_shows_and_no_other_department_s(scene, letter, clerk, accountant):
    exported = exports.get("correspondence.thread")
    sheet = exported.sheet(clerk, "columns=member,term,department,holder")
    (row,) = sheet.rows
    assert sheet.titles == ["Обращение", "Член СРО", "Срок", "Кто отвечает"]  # persons stay on the screen
    assert sheet.cells(row) == [letter.thread.subject, scene.north, letter.thread.due_on, CORRESPONDENCE_DEPARTMENT]
    assert not exported.sheet(accountant, "").rows.exists()
    assert not exported.permits(scene.editor)


def test_letters_are_registered_at_once_in_the_order_in_which_they_were_sent(scene, desk, clerk):
    letters = [sent_letter(scene.member, scene.north, subject=f"Тема {number}") for number in range(3)]
    assert "Зарегистрировать новые: 3" in shown(desk)
    assert all(letter.number in shown(desk, REGISTER) for letter in letters)
    desk.post(REGISTER, {"letters": [letters[2].pk, letters[0].pk]})
    numbers = [int(re.search(r"\d+", Registration.objects.get(letter=letters[one]).number)[0]) for one in (0, 2)]
    assert numbers[1] == numbers[0] + 1
    left = shown(desk, REGISTER)
    assert letters[1].number in left
    assert letters[0].number not in left


def test_nothing_chosen_registers_nothing_and_says_so(letter, desk):
    assert "Отметьте хотя бы одно письмо" in desk.post(REGISTER).content.decode()
    assert not Registration.objects.exists()


def test_the_office_registers_for_all_and_another_department_for_itself(scene, desk, accountant):
    general = sent_letter(scene.member, scene.north)
    accounting = sent_letter(scene.member, scene.north, code="accounting")
    assert accounting.number in shown(desk, REGISTER)
    theirs = back_office_of(accountant)
    assert general.number not in shown(theirs, REGISTER)
    assert theirs.post(REGISTER, {"letters": [general.pk]}).status_code == 200
    assert not Registration.objects.exists()
    assert back_office_of(scene.editor).get(REGISTER).status_code == 302
    assert theirs.post(REGISTER, {"letters": [accounting.pk]}).status_code == 302


def test_what_waits_is_counted_for_the_department_and_for_oneself(scene, clerk, accountant):
    letter = sent_letter(scene.member, scene.north)
    due(letter, timezone.localdate() - timedelta(days=1))
    counts = {task.text: task.count for task in tasks_for(clerk)}
    assert counts["писем членов СРО ждут регистрации"] == 1
    assert counts["обращений без ответа в срок"] == 1
    assert counts["обращений без исполнителя"] == 1
    assert not [task for task in tasks_for(accountant) if "обращений" in task.text]
    assert not [task for task in tasks_for(scene.editor) if "обращений" in task.text]


def test_the_member_s_page_shows_the_department_s_threads_and_the_timeline(scene, letter, clerk, desk):
    scene_staff = back_office_of(scene.staff)
    tab = shown(scene_staff, member_url(scene.north, "correspondence"))
    assert letter.thread.subject not in tab
    both = staff_of(CORRESPONDENCE_DEPARTMENT, "Отдел реестра")
    assert letter.thread.subject in shown(back_office_of(both), member_url(scene.north, "correspondence"))
    register_thread(thread=letter.thread, actor=clerk)
    assert "исьмо зарегистрировано" in shown(scene_staff, member_url(scene.north, "timeline"))


def test_the_member_s_page_leads_to_the_rest_of_its_threads(scene, desk, monkeypatch):
    monkeypatch.setattr("lk_addon.correspondence.staff.panels.ON_PAGE", 2)
    registrar = back_office_of(staff_of(CORRESPONDENCE_DEPARTMENT, "Отдел реестра"))
    tab = member_url(scene.north, "correspondence")
    for number in range(2):
        sent_letter(scene.member, scene.north, subject=f"Тема {number}")
    assert "?p=2" not in shown(registrar, tab)
    for number in range(2, 5):
        sent_letter(scene.member, scene.north, subject=f"Тема {number}")
    sent_letter(scene.outsider, scene.montage, subject="Чужая тема")
    pages = [shown(registrar, tab, p=page) for page in (1, 2, 3)]
    assert "?p=2" in pages[0]
    subjects = [re.findall(r"Тема \d|Чужая тема", page) for page in pages]
    assert subjects == [["Тема 4", "Тема 3"], ["Тема 2", "Тема 1"], ["Тема 0"]]


def test_letters_beyond_one_page_of_registration_are_counted_too(scene, clerk, desk, monkeypatch):
    monkeypatch.setattr("lk_addon.correspondence.staff.acts.REGISTERED_AT_ONCE", 2)
    letters = [sent_letter(scene.member, scene.north) for _ in range(3)]
    counts = {task.text: task.count for task in tasks_for(clerk)}
    assert counts["писем членов СРО ждут регистрации"] == 3
    first = shown(desk, REGISTER)
    assert [letter.number in first for letter in letters] == [True, True, False]
    desk.post(REGISTER, {"letters": [letter.pk for letter in letters[:2]]})
    assert letters[2].number in shown(desk, REGISTER)


def test_the_inbox_costs_the_same_for_one_thread_and_for_many(scene, desk):
    costs = []
    for _time in range(2):
        sent_letter(scene.member, scene.north)
        shown(desk)
        with CaptureQueriesContext(connection) as queries:
            shown(desk)
        costs.append(len(queries))
    assert costs[0] == costs[1]


@pytest.mark.django_db(transaction=True)
def test_many_who_register_at_once_give_numbers_without_gaps_and_doubles():
    scene = people()
    letters = [sent_letter(scene.member, scene.north, subject=f"Тема {number}") for number in range(6)]
    refusals = []

    def work():
        try:
            for letter in letters:
                register_thread(thread=letter.thread, actor=scene.staff)
        except ValidationError as error:
            refusals.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _number in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    numbers = sorted(int(re.search(r"\d+", one.number)[0]) for one in Registration.objects.all())
    assert not refusals
    assert numbers == list(range(numbers[0], numbers[0] + len(letters)))
