"""What staff do with a thread, each act through its page; nobody of another department reaches it."""

import uuid
from io import BytesIO

import pytest
from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pdfminer.high_level import extract_text
from post_office.models import Email

from cms.audit.models import AuditEntry
from lk_addon.cabinet.departments import ACCOUNTING_DEPARTMENT, CONTROL_DEPARTMENT, CORRESPONDENCE_DEPARTMENT
from lk_addon.correspondence import kinds
from lk_addon.correspondence.domain.answering import hand_over
from lk_addon.correspondence.domain.reading import note_reading
from lk_addon.correspondence.models import Letter, Registration, ReplyTemplate, Thread
from lk_addon.correspondence.prepare import OVERSEERS
from lk_addon.correspondence.staff.forms import LetterForm
from tests.factories.correspondence import sent_letter, stored_file
from tests.factories.files import PDF
from tests.scenarios import back_office_of, cabinet_of, staff_of

pytestmark = [pytest.mark.django_db, pytest.mark.req("REQ-3.1.R8", "REQ-3.1.V9")]

TODAY = timezone.localdate
SENT_AWAY = 302  # Wagtail leads those who may not to where they may


def page(thread, act=""):
    return f"/admin/correspondence/threads/{thread.pk}/{act}"


def text_of(answer):
    return answer.content.decode()


def written(**fields):
    return {"text": "Разъясняем порядок."} | fields


def last(thread):
    return thread.letters.order_by("sent_at", "pk").last()


ACTS = {
    "register/": {},
    "assign/": {},
    "ask/": {"text": "Пришлите акт.", "answer_until": "2099-01-15"},
    "reply/": {"text": "Ответ.", "closes": "on"},
    "reject/": {"text": "Не по адресу."},
    "note/": {"text": "Позвонить."},
}


@pytest.mark.parametrize("act", ["", *ACTS])
def test_those_outside_the_department_get_neither_the_page_nor_the_act(scene, letter, accountant, act):
    address, data = page(letter.thread, act), ACTS.get(act, {})
    for browser, expected in ((back_office_of(accountant), 404), (back_office_of(scene.editor), SENT_AWAY)):
        assert browser.get(address).status_code == expected
        if act:
            assert browser.post(address, data).status_code == expected
    assert cabinet_of(scene.member).get(address).status_code == 404
    assert back_office_of(scene.member).get(address).status_code == SENT_AWAY
    thread = Thread.objects.get()
    assert (thread.state, thread.letters.count(), thread.notes.count()) == ("sent", 1, 0)


def test_the_page_shows_what_was_written_and_what_may_be_done(scene, letter, desk):
    shown = text_of(desk.get(page(letter.thread)))
    for words in ("О порядке уплаты взносов", letter.number, "NSS-0901-1", "не зарегистрировано", "Просим разъяснить"):
        assert words in shown
    for act in ACTS:
        assert f'href="{act}"' in shown
    assert scene.member.email not in shown


def test_a_letter_is_registered_once(letter, desk):
    for _time in range(2):
        desk.post(page(letter.thread, "register/"))
    assert Registration.objects.count() == 1
    thread = Thread.objects.get()
    assert thread.state == "registered"
    assert 'href="register/"' not in text_of(desk.get(page(thread)))


def test_a_registered_thread_given_to_somebody_is_in_work(letter, clerk, desk, accountant):
    desk.post(page(letter.thread, "register/"))
    refused = desk.post(page(letter.thread, "assign/"), {"assignee": accountant.pk})
    assert refused.status_code == 200
    assert desk.post(page(letter.thread, "assign/"), {"assignee": clerk.pk}).status_code == 302
    thread = Thread.objects.get()
    assert (thread.assignee, thread.state) == (clerk, "in_work")
    assert AuditEntry.objects.filter(action="thread.assigned", actor=clerk).exists()
    assert not told("correspondence.given_to_staff")


def told(template):
    return sorted(address for email in Email.objects.filter(template__name=template) for address in email.to)


def test_who_is_given_a_thread_is_told_once_and_nothing_of_content(letter, clerk, desk):
    other = staff_of(CORRESPONDENCE_DEPARTMENT)
    for _time in range(2):
        desk.post(page(letter.thread, "assign/"), {"assignee": other.pk})
    assert told("correspondence.given_to_staff") == [other.email]
    mail = Email.objects.get(template__name="correspondence.given_to_staff").email_message()
    assert page(letter.thread) in mail.body
    assert letter.thread.subject not in str(mail.message()) + mail.body


def test_a_thread_handed_over_belongs_to_the_other_department_alone(letter, desk, accountant):
    other = Group.objects.get(name=ACCOUNTING_DEPARTMENT)
    answer = desk.post(page(letter.thread, "hand-over/"), {"department": other.pk})
    assert answer["Location"] == "/admin/correspondence/thread/"
    assert desk.get(page(letter.thread)).status_code == 404
    assert back_office_of(accountant).get(page(letter.thread)).status_code == 200
    assert told("correspondence.given_to_staff") == [accountant.email]


def test_documents_that_want_a_right_of_their_own_go_to_no_department_without_it(letter, desk, accountant, monkeypatch):
    closed = kinds.FormOfKind("general", reading_permission="finance.view_charge")
    monkeypatch.setitem(kinds._forms, "general", closed)
    asked = {"department": Group.objects.get(name=CONTROL_DEPARTMENT)}
    with pytest.raises(ValidationError, match="никто не вправе видеть"):
        hand_over(thread=letter.thread, actor=accountant, **asked)
    hand_over(thread=letter.thread, department=Group.objects.get(name=ACCOUNTING_DEPARTMENT), actor=accountant)
    letter.thread.refresh_from_db()
    assert letter.thread.department.name == ACCOUNTING_DEPARTMENT


def test_an_overseer_reads_the_threads_of_all_departments_and_acts_in_none(scene, letter):
    accounting = sent_letter(scene.outsider, scene.montage, code="accounting", subject="Акт сверки")
    browser = back_office_of(staff_of(OVERSEERS))
    for thread in (letter.thread, accounting.thread):
        assert thread.subject in text_of(browser.get("/admin/correspondence/thread/"))
        assert "corr-letter" in text_of(browser.get(page(thread)))
        for act, data in ACTS.items():
            assert f'href="{act}"' not in text_of(browser.get(page(thread)))
            assert browser.post(page(thread, act), data).status_code == SENT_AWAY
    assert set(Thread.objects.values_list("state", flat=True)) == {"sent"}


def test_a_question_stops_the_clock_and_an_answer_starts_it(letter, desk):
    due = letter.thread.due_on
    answer = desk.post(page(letter.thread, "ask/"), {"text": "Пришлите акт.", "answer_until": f"{TODAY():%Y-%m-%d}"})
    assert answer.status_code == 302
    thread = Thread.objects.get()
    assert (thread.state, thread.stopped_on, thread.member_due_on) == ("need_info", TODAY(), TODAY())
    assert last(thread).role == "question"
    assert Registration.objects.count() == 1
    shown = text_of(desk.get(page(thread)))
    assert "срок стоит" in shown
    assert 'href="ask/"' not in shown
    desk.post(page(thread, "reply/"), written())
    thread.refresh_from_db()
    assert (thread.state, thread.stopped_on, thread.due_on) == ("in_work", None, due)


def test_a_question_with_a_term_in_the_past_is_refused(letter, desk):
    answer = desk.post(page(letter.thread, "ask/"), {"text": "Пришлите акт.", "answer_until": "2020-01-15"})
    assert "Срок ответа уже прошёл" in text_of(answer)
    assert Thread.objects.get().state == "sent"


def test_an_answer_with_a_file_closes_the_matter(letter, clerk, desk):
    files = [SimpleUploadedFile("Разъяснение.pdf", PDF, "application/pdf")]
    answer = desk.post(page(letter.thread, "reply/"), written(closes="on", files=files))
    assert answer.status_code == 302
    thread = Thread.objects.get()
    assert thread.state == "answered"
    assert thread.closed_at
    sent = last(thread)
    assert (sent.role, sent.author, sent.author_label) == ("reply", clerk, CORRESPONDENCE_DEPARTMENT)
    assert [one.file.name for one in sent.attachments.all()] == ["Разъяснение.pdf"]
    again = desk.post(page(thread, "reply/"), written())
    assert "это действие невозможно" in text_of(again)
    assert thread.letters.count() == 2


def test_a_second_press_sends_nothing_more(letter, desk):
    form = desk.get(page(letter.thread, "reply/")).context["form"]
    for closes in ({}, {"closes": "on"}):
        said = written(key=str(uuid.uuid4()), **closes)
        for _time in range(2):
            assert desk.post(page(letter.thread, "reply/"), said).status_code == 302
    assert form["key"].value() is not None
    assert letter.thread.letters.count() == 3


def test_a_harmful_file_is_refused_by_name_and_nothing_is_sent(letter, desk):
    files = [SimpleUploadedFile("Макрос.xlsm", b"PK", "application/zip")]
    answer = desk.post(page(letter.thread, "reply/"), written(files=files))
    assert "Макрос.xlsm" in text_of(answer)
    assert letter.thread.letters.count() == 1


def test_a_refusal_needs_its_reason_and_the_right_to_decide(letter, clerk, desk):
    assert "reason" not in desk.post(page(letter.thread, "reject/"), {"text": ""}).headers
    assert Thread.objects.get().state == "sent"
    desk.post(page(letter.thread, "reject/"), {"text": "Вопрос не относится к СРО."})
    assert (Thread.objects.get().state, last(letter.thread).text) == ("rejected", "Вопрос не относится к СРО.")


def test_a_note_is_for_staff_alone(letter, clerk, desk):
    desk.post(page(letter.thread, "note/"), {"text": "Позвонить главному бухгалтеру."})
    assert "Позвонить главному бухгалтеру." in text_of(desk.get(page(letter.thread)))
    assert letter.thread.letters.count() == 1
    entry = AuditEntry.objects.get(action="thread.noted")
    assert "Позвонить" not in str(entry.data)


def test_a_template_is_filled_in_after_what_was_typed(letter, desk):
    template = ReplyTemplate.objects.create(title="Принято", text="{организация}: письмо {номер письма}, {тема}.")
    other = ReplyTemplate.objects.create(title="Выключен", text="Нет", is_on=False)
    desk.post(page(letter.thread, "register/"))
    number = Registration.objects.get().number
    data = {"text": "Здравствуйте!", "template": template.pk, "fill": "1", "signatory_name": "Примеров Пётр"}
    shown = text_of(desk.post(page(letter.thread, "reply/"), data))
    assert "Здравствуйте!\n\nООО «Демострой-Север»: письмо" in shown
    assert f"письмо {number}, О порядке уплаты взносов." in shown
    assert "Примеров Пётр" in shown
    assert other.title not in shown
    assert letter.thread.letters.count() == 1


@pytest.mark.parametrize("text", ["{адвокат}", "Здравствуйте, {имя}!"])
def test_a_template_with_an_unknown_placeholder_is_not_stored(desk, text):
    answer = desk.post("/admin/correspondence/replytemplate/create/", {"title": "Шаблон", "text": text, "is_on": "on"})
    assert "Неизвестно, что подставить" in text_of(answer)
    assert not ReplyTemplate.objects.exists()


def test_a_letter_on_letterhead_bears_its_number_and_what_it_answers(letter, desk):
    signed = {"signatory_position": "Директор", "signatory_name": "Образцов О. О."}
    bare = desk.post(page(letter.thread, "reply/"), written(on_letterhead="on"))
    assert "Укажите для письма на бланке" in text_of(bare)
    preview = desk.post(page(letter.thread, "reply/"), written(on_letterhead="on", preview="1", **signed))
    assert preview["Content-Type"] == "application/pdf"
    assert letter.thread.letters.count() == 1
    desk.post(page(letter.thread, "reply/"), written(on_letterhead="on", closes="on", **signed))
    sent = last(letter.thread)
    paper = sent.attachments.get().file
    assert paper.name == f"Письмо {sent.number.replace('/', '-')}.pdf"
    with paper.file.storage.open(paper.file.name) as opened:
        words = extract_text(BytesIO(opened.read())).replace("\xa0", " ")
    for part in (sent.number, Registration.objects.get().number, "Разъясняем порядок.", "Образцов О. О."):
        assert part in words
    assert (sent.signatory_position, sent.signatory_name) == ("Директор", "Образцов О. О.")


@pytest.fixture
def decision(monkeypatch):
    """A decision of «general» that notes what it was called with, and fails where it is told to."""

    class Form(forms.Form):
        protocol = forms.CharField(label="Протокол")

        def __init__(self, *args, letter, **kwargs):
            super().__init__(*args, **kwargs)

    def act(*, letter, actor, protocol):
        if protocol == "нет":
            raise ValidationError("Протокола нет.")
        ReplyTemplate.objects.create(title=protocol, text=letter.number)

    one = kinds.Decision("enter", "Внести в реестр", act, form=Form)
    monkeypatch.setitem(kinds._forms, "general", kinds.FormOfKind("general", decisions=(one,)))


def test_no_decision_asks_for_a_field_that_the_letter_has_too():
    """Both forms of the page are sent under their own names."""
    shared = [
        (form.code, one.code, name)
        for form in kinds._forms.values()
        for one in form.decisions
        for name in getattr(one.form, "base_fields", ())
        if name in LetterForm.base_fields
    ]
    assert len(kinds._forms) > 10
    assert shared == []


def test_a_decision_does_its_act_and_tells_the_member_in_one_transaction(letter, clerk, desk, decision):
    address = page(letter.thread, "decide/enter/")
    assert "Внести в реестр" in text_of(desk.get(page(letter.thread)))
    assert "Протокол" in text_of(desk.get(address))
    empty = desk.post(address, written(protocol=""))
    assert empty.status_code == 200
    failed = desk.post(address, written(protocol="нет"))
    assert "Протокола нет." in text_of(failed)
    assert (Thread.objects.get().state, letter.thread.letters.count()) == ("sent", 1)
    assert desk.post(address, written(protocol="№ 7")).status_code == 302
    assert (Thread.objects.get().state, last(letter.thread).role) == ("completed", "decision")
    assert ReplyTemplate.objects.get().text == letter.number
    assert desk.get(address).status_code == 404


def test_a_decision_is_taken_by_those_alone_who_may(scene, letter, accountant, decision):
    address = page(letter.thread, "decide/enter/")
    assert back_office_of(accountant).post(address, written(protocol="№ 7")).status_code == 404
    assert back_office_of(scene.editor).post(address, written(protocol="№ 7")).status_code == SENT_AWAY
    clerk = staff_of(CORRESPONDENCE_DEPARTMENT)
    assert back_office_of(clerk).get(page(letter.thread, "decide/other/")).status_code == 404
    assert not ReplyTemplate.objects.exists()


def test_files_are_given_to_the_department_and_each_time_journalled(scene, desk, accountant):
    letter = sent_letter(scene.member, scene.north, files=[stored_file(scene.north, name="Ёлка № 1.pdf", content=PDF)])
    file = letter.attachments.get().file
    address = page(letter.thread, f"files/{file.pk}/")
    answer = desk.get(address)
    assert b"".join(answer.streaming_content) == PDF
    assert AuditEntry.objects.filter(action="file.downloaded", object_id=str(file.pk)).count() == 1
    assert back_office_of(accountant).get(address).status_code == 404
    foreign = stored_file(scene.montage)
    assert desk.get(page(letter.thread, f"files/{foreign.pk}/")).status_code == 404
    type(file).objects.filter(pk=file.pk).update(scan="infected")
    assert desk.get(address).status_code == 409
    assert "заражён, изолирован" in text_of(desk.get(page(letter.thread)))


@pytest.mark.req("REQ-3.1.V8")
def test_the_page_says_which_representatives_have_read_an_answer(scene, letter, desk):
    desk.post(page(letter.thread, "reply/"), written(closes="on"))
    assert "Никто ещё не прочитал" in text_of(desk.get(page(letter.thread)))
    note_reading(letters=[last(letter.thread)], user=scene.colleague, login_label="NSS-0901-2")
    shown = text_of(desk.get(page(letter.thread)))
    assert "NSS-0901-2" in shown
    assert "Не открывали: NSS-0901-1." in shown


def test_the_page_costs_the_same_for_few_letters_and_for_many(letter, desk):
    address, costs = page(letter.thread), []
    for _time in range(2):
        files = [SimpleUploadedFile(f"{number}.pdf", PDF, "application/pdf") for number in range(3)]
        desk.post(page(letter.thread, "reply/"), written(files=files))
        desk.get(address)
        with CaptureQueriesContext(connection) as queries:
            desk.get(address)
        costs.append(len(queries))
    assert Letter.objects.count() == 3
    assert costs[0] == costs[1]
