"""«Переписка», a thread, its files and its archive, as the member sees them (REQ-3.1.V8, REQ-3.1.V9)."""

import io
import zipfile
from datetime import timedelta
from urllib.parse import unquote_plus

import pytest
from django.db import transaction
from django.utils import timezone
from django.utils.html import escape

from cms.audit.models import AuditEntry
from lk_addon.cabinet.departments import ACCOUNTING_DEPARTMENT, CORRESPONDENCE_DEPARTMENT
from lk_addon.correspondence.domain.answering import ask, reply, write_outgoing
from lk_addon.correspondence.domain.drafts import add_file, write_on
from lk_addon.correspondence.domain.sending import register_letter, send
from lk_addon.correspondence.models import Draft, Letter, Reading, Thread
from lk_addon.files.models import StoredFile
from tests.factories.correspondence import draft, filled_form, kind_of, sent_letter, stored_file
from tests.scenarios import back_office_of, cabinet_of, staff_of

pytestmark = pytest.mark.req("REQ-3.1.V9")

LIST = "/correspondence/"


@pytest.fixture
def browser(scene):
    """The cabinet of a representative of ООО «Демострой-Север»."""
    return cabinet_of(scene.member)


@transaction.atomic
def notice(member, actor, subject="Извещение о собрании", files=()):
    """Something that the SRO tells a member."""
    department = kind_of().department
    thread = Thread.objects.create(member=member, subject=subject, state=Thread.State.TOLD, department=department)
    return write_outgoing(thread=thread, role=Letter.Role.NOTICE, text="Собрание в декабре.", files=files, actor=actor)


def asked(scene, **terms):
    """A thread in which the SRO has asked something."""
    thread = sent_letter(scene.member, scene.north).thread
    until = timezone.localdate() + timedelta(days=5)
    ask(thread=thread, text="За какой год?", answer_until=terms.get("until", until), actor=scene.staff)
    thread.refresh_from_db()
    return thread


def page_of(thread):
    """Where a thread is read."""
    return f"/correspondence/{thread.pk}/"


def subjects(answer):
    """The subjects of the rows that a list shows."""
    return [row.record.subject for row in answer.context["blocks"][0].table.paginated_rows]


class TestList:
    """Filters and search."""

    @pytest.fixture
    def threads(self, scene):
        """Three threads: a question of fees, one with a file and numbers, a notice."""
        sent_letter(scene.member, scene.north, subject="Порядок уплаты", text="Просим разъяснить начисление взносов.")
        with_file = sent_letter(
            scene.colleague,
            scene.north,
            code="extract",
            subject="Выписка",
            outgoing_no="17/Ё",
            files=[stored_file(scene.north, name=name) for name in ("Доверенность.pdf", "Счёт.pdf")],
        )
        register_letter(letter=with_file, actor=scene.staff)
        notice(scene.north, scene.staff, "Извещение о собрании")
        sent_letter(scene.outsider, scene.montage, subject="Чужое", label="NSS-0902-1")

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("", {"Порядок уплаты", "Сведения из реестра: для банка", "Извещение о собрании"}),
            ("?q=взнос", {"Порядок уплаты"}),
            ("?q=начисления взноса", {"Порядок уплаты"}),
            ("?q=собрания", {"Извещение о собрании"}),
            ("?q=ЛК-00002", {"Сведения из реестра: для банка"}),
            ("?q=Вх-1/", {"Сведения из реестра: для банка"}),
            ("?q=доверен", {"Сведения из реестра: для банка"}),
            ("?q=17/ё", {"Сведения из реестра: для банка"}),
            ("?q=счет", {"Сведения из реестра: для банка"}),
            ("?q=Счёт №", {"Сведения из реестра: для банка"}),
            ("?q=чужое", set()),
            ("?q=%00", set()),
            ("?began=in", {"Порядок уплаты", "Сведения из реестра: для банка"}),
            ("?began=out", {"Извещение о собрании"}),
            ("?kind=extract", {"Сведения из реестра: для банка"}),
            ("?kind=nothing", set()),
            ("?state=registered", {"Сведения из реестра: для банка"}),
            ("?unread=yes", {"Извещение о собрании"}),
            ("?since=2099-01-01", set()),
            ("?until=2001-01-01", set()),
            ("?q=взнос&state=told", set()),
        ],
    )
    def test_shows_what_passes_the_filters(self, browser, threads, query, expected):
        assert set(subjects(browser.get(LIST + query))) == expected

    def test_is_empty_for_a_member_without_correspondence(self, scene):
        assert "Переписки ещё нет" in cabinet_of(scene.member).get(LIST).content.decode()

    def test_is_given_as_a_workbook(self, browser, threads):
        answer = browser.get(f"{LIST}?export=xlsx")
        assert answer["Content-Type"].startswith("application/vnd.openxmlformats")


@pytest.mark.parametrize("path", [LIST, f"{LIST}?q=взносы", "/notices/", "/correspondence/drafts/"])
def test_lists_cost_the_same_for_one_row_and_for_many(scene, browser, path, django_assert_num_queries):
    def more():
        reply(thread=sent_letter(scene.member, scene.north).thread, text="Ответ о взносах", actor=scene.staff)
        notice(scene.north, scene.staff)
        draft(scene.member, scene.north)

    costs = {LIST: 9, f"{LIST}?q=взносы": 9, "/notices/": 8, "/correspondence/drafts/": 8}
    more()
    browser.get(path)
    with django_assert_num_queries(costs[path]):
        browser.get(path)
    for _more in range(4):
        more()
    with django_assert_num_queries(costs[path]):
        browser.get(path)


class TestThread:
    """Its page."""

    def test_shows_both_sides_to_every_representative(self, scene):
        letter = sent_letter(scene.member, scene.north, files=[stored_file(scene.north, name="Акт.pdf")])
        reply(thread=letter.thread, text="Разъясняем порядок.", actor=scene.staff)
        page = cabinet_of(scene.colleague).get(page_of(letter.thread)).content.decode()
        for word in (
            letter.number,
            "Просим разъяснить порядок.",
            "Акт.pdf",
            "Разъясняем порядок.",
            "Дан ответ",
            "Вх-1/",
        ):
            assert word in page
        assert "NSS-0901-1" in page

    @pytest.mark.req("REQ-3.1.V8")
    def test_opening_is_noted_once_for_each_representative_and_not_for_staff(self, scene, browser):
        told = notice(scene.north, scene.staff)
        staff = cabinet_of(scene.staff)
        staff.post("/switch/", {"number": "0901"})
        assert staff.get(page_of(told.thread)).status_code == 200
        assert not Reading.objects.exists()
        for client in (browser, browser, cabinet_of(scene.colleague)):
            client.get(page_of(told.thread))
        assert sorted(Reading.objects.values_list("login_label", flat=True)) == ["NSS-0901-1", "NSS-0901-2"]

    def test_what_the_sro_began_is_answered_by_a_request_that_names_its_number(self, scene, browser):
        told = notice(scene.north, scene.staff)
        page = browser.get(page_of(told.thread))
        address = page.context["answer_address"]
        assert escape(address) in page.content.decode()
        assert told.thread.subject not in unquote_plus(address)
        form = browser.get(address).context["form"]
        assert form["subject"].value() == f"Ответ на письмо СРО {told}"
        own = sent_letter(scene.member, scene.north).thread
        assert "Написать об этом в СРО" not in browser.get(page_of(own)).content.decode()

    def test_an_employee_who_looks_in_sees_nothing_that_was_not_sent(self, scene, browser):
        draft(scene.member, scene.north, fields={"subject": ["Ещё не решено"]})
        staff = cabinet_of(scene.staff)
        staff.post("/switch/", {"number": "0901"})
        drafts = "/correspondence/drafts/"
        assert "Ещё не решено" in browser.get(drafts).content.decode()
        page = staff.get(drafts).content.decode()
        assert "Ещё не решено" not in page
        assert "Черновики видит только сама организация" in page
        assert staff.get("/requests/").context["draft_count"] == 0

    @pytest.mark.parametrize("count", [1, 6])
    def test_costs_the_same_for_one_letter_and_for_many(self, scene, browser, count, django_assert_num_queries):
        letter = sent_letter(scene.member, scene.north, files=[stored_file(scene.north)])
        for _letter in range(count):
            reply(thread=letter.thread, text="Ответ", files=[stored_file(None)], actor=scene.staff, closes=False)
        browser.get(page_of(letter.thread))
        with django_assert_num_queries(12):
            browser.get(page_of(letter.thread))

    def test_a_question_is_answered_and_the_clock_goes_on(self, scene, browser):
        thread = asked(scene)
        page = browser.get(page_of(thread)).content.decode()
        assert "Ответить на вопрос СРО" in page
        begun = browser.post(f"{page_of(thread)}answer/")
        assert browser.post(f"{page_of(thread)}answer/").url == begun.url, "a colleague goes on with the same draft"
        form = browser.get(begun.url).content.decode()
        assert "За какой год?" in form
        sent = {"draft-id": str(Draft.objects.get().pk), "draft-version": 0, "draft-act": "send", "text": "За 2025."}
        assert "/receipt/" in browser.post(begun.url, sent).url
        thread.refresh_from_db()
        assert (thread.state, thread.stopped_on) == (Thread.State.IN_WORK, None)
        assert thread.letters.last().text == "За 2025."

    def test_a_correction_begins_with_what_was_sent_and_becomes_a_version(self, scene, browser):
        letter = sent_letter(scene.member, scene.north, files=[stored_file(scene.north, name="Акт.pdf")])
        begun = browser.post(f"{page_of(letter.thread)}correct/")
        page = browser.get(begun.url).content.decode()
        assert "Акт.pdf" in page
        assert "Просим разъяснить порядок." in page
        key = Draft.objects.get().pk
        said = {"subject": letter.thread.subject, "text": "Исправлено."}
        browser.post(begun.url, said | {"draft-id": str(key), "draft-version": 0, "draft-act": "send"})
        versions = letter.thread.letters.filter(role="correction").values_list("version", "text")
        assert list(versions) == [(2, "Исправлено.")]
        assert letter.thread.letters.last().attachments.get().file.name == "Акт.pdf"
        assert letter.thread.letters.first().text == "Просим разъяснить порядок."

    def test_a_corrected_version_stands_beside_the_one_before_on_both_sides(self, scene, browser):
        letter = sent_letter(scene.member, scene.north, files=[stored_file(scene.north, name="Акт.pdf")])
        begun = write_on(thread=letter.thread, role="correction", author_label="NSS-0901-1", actor=scene.member)
        add_file(draft=begun, file=stored_file(scene.north, name="Счёт.pdf"))
        form = filled_form(scene.north, text="Исправлено.", outgoing_no="17")
        send(draft_id=begun.pk, form=form, author_label="NSS-0901-1", actor=scene.member)
        (shown,) = (one for one in browser.get(page_of(letter.thread)).context["letters"] if one.changes)
        assert shown.letter.version == 2
        assert shown.changes == [
            ("Текст", "Просим разъяснить порядок.", "Исправлено."),
            ("Исходящий № члена СРО", "", "17"),
            ("Файлы", "Акт.pdf", "Акт.pdf\nСчёт.pdf"),
        ]
        desk = back_office_of(staff_of(CORRESPONDENCE_DEPARTMENT))
        for asked, folder in ((browser, "/correspondence"), (desk, "/admin/correspondence/threads")):
            page = asked.get(f"{folder}/{letter.thread.pk}/").content.decode()
            assert "Чем отличается от прежней версии: 3" in page
            assert "Акт.pdf<br>Счёт.pdf" in page

    def test_a_version_in_which_nothing_is_another_says_so(self, scene, browser):
        thread = sent_letter(scene.member, scene.north).thread
        begun = write_on(thread=thread, role="correction", author_label="NSS-0901-1", actor=scene.member)
        send(draft_id=begun.pk, form=filled_form(scene.north), author_label="NSS-0901-1", actor=scene.member)
        assert "Поля и файлы те же, что в прежней версии." in browser.get(page_of(thread)).content.decode()

    def test_what_is_settled_takes_neither_answer_nor_correction_nor_withdrawal(self, scene, browser):
        thread = sent_letter(scene.member, scene.north).thread
        reply(thread=thread, text="Ответ", actor=scene.staff)
        page = browser.get(page_of(thread)).content.decode()
        assert "Подать исправленную версию" not in page
        for act, data in (("answer", {}), ("correct", {}), ("withdraw", {"reason": "Передумали"})):
            assert browser.post(f"{page_of(thread)}{act}/", data).url == page_of(thread)
        assert not Draft.objects.exists()
        assert thread.letters.count() == 2

    def test_is_taken_back_with_a_reason(self, scene, browser):
        thread = sent_letter(scene.member, scene.north).thread
        address = f"{page_of(thread)}withdraw/"
        assert "Отозвать?" in browser.get(address).content.decode()
        assert browser.post(address, {"reason": ""}).status_code == 200
        assert browser.post(address, {"reason": "Вопрос решён."}, follow=True).status_code == 200
        thread.refresh_from_db()
        assert (thread.state, thread.letters.last().text) == (Thread.State.WITHDRAWN, "Вопрос решён.")


class TestFiles:
    """Downloads and the archive."""

    def test_a_download_is_journalled_and_waits_for_the_antivirus(self, scene, browser):
        clean = stored_file(scene.north, name="Акт №1.pdf")
        waiting = stored_file(scene.north, name="скан.pdf", scan=StoredFile.Scan.WAITING)
        sent_letter(scene.member, scene.north, files=[clean, waiting])
        answer = browser.get(f"/correspondence/files/{clean.pk}/")
        assert b"".join(answer.streaming_content).startswith(b"%PDF-1.4")
        assert "attachment" in answer["Content-Disposition"]
        assert AuditEntry.objects.filter(action="file.downloaded", object_id=str(clean.pk)).count() == 1
        assert browser.get(f"/correspondence/files/{waiting.pk}/").status_code == 409

    def test_archives_of_a_member_are_given_so_often_in_an_hour_and_then_the_reason(self, scene, browser, monkeypatch):
        monkeypatch.setattr("lk_addon.correspondence.views.archives.ARCHIVES_AN_HOUR", 1)
        thread = sent_letter(scene.member, scene.north).thread
        assert browser.get(f"{page_of(thread)}archive.zip")["Content-Type"] == "application/zip"
        refused = cabinet_of(scene.colleague).get(f"{page_of(thread)}archive.zip", follow=True)
        assert "скачала слишком много архивов" in refused.content.decode()
        assert AuditEntry.objects.filter(action="thread.archived").count() == 1

    def test_staff_of_the_department_take_the_archive_and_others_do_not(self, scene):
        letter = sent_letter(scene.member, scene.north, files=[stored_file(scene.north, name="Акт.pdf")])
        address = f"/admin/correspondence/threads/{letter.thread.pk}/archive.zip"
        desk = back_office_of(staff_of(CORRESPONDENCE_DEPARTMENT))
        assert address in desk.get(address.removesuffix("archive.zip")).content.decode()
        names = zipfile.ZipFile(io.BytesIO(b"".join(desk.get(address).streaming_content))).namelist()
        assert [name.split("/")[-1] for name in names] == ["переписка.html", "01 Акт.pdf"]
        assert back_office_of(staff_of(ACCOUNTING_DEPARTMENT)).get(address).status_code == 404
        assert back_office_of(scene.editor).get(address).status_code == 302
        assert AuditEntry.objects.filter(action="thread.archived").count() == 1

    def test_staff_of_the_department_print_a_thread_and_others_do_not(self, scene):
        files = [stored_file(scene.north, name="Акт.pdf"), stored_file(scene.north, scan=StoredFile.Scan.WAITING)]
        letter = sent_letter(scene.member, scene.north, files=files)
        reply(thread=letter.thread, text="Разъясняем <порядок>.", actor=scene.staff)
        address = f"/admin/correspondence/threads/{letter.thread.pk}/print/"
        desk = back_office_of(staff_of(CORRESPONDENCE_DEPARTMENT))
        assert address in desk.get(address.removesuffix("print/")).content.decode()
        page = desk.get(address).content.decode()
        for words in (letter.thread.subject, letter.number, "Разъясняем &lt;порядок&gt;.", "Акт.pdf", "print.js"):
            assert words in page
        assert "файл не проверен антивирусом или изолирован" in page
        assert "в архив не вложен" not in page
        assert back_office_of(staff_of(ACCOUNTING_DEPARTMENT)).get(address).status_code == 404
        assert back_office_of(scene.editor).get(address).status_code == 302

    def test_the_archive_holds_the_letters_and_every_clean_file(self, scene, browser):
        files = [
            stored_file(scene.north, name="Акт.pdf"),
            stored_file(scene.north, name="Акт.pdf", content=b"%PDF-1.4 two"),
            stored_file(scene.north, name="вирус.pdf", scan=StoredFile.Scan.INFECTED),
        ]
        letter = sent_letter(scene.member, scene.north, files=files[:2])
        reply(thread=letter.thread, text="Разъясняем.", files=files[2:], actor=scene.staff)
        answer = browser.get(f"{page_of(letter.thread)}archive.zip")
        with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
            assert archive.testzip() is None
            names = archive.namelist()
            page = archive.read("переписка.html").decode()
            folder = letter.number.replace("/", "-")
            assert archive.read(f"{folder}/02 Акт.pdf") == b"%PDF-1.4 two"
        assert names == ["переписка.html", f"{folder}/01 Акт.pdf", f"{folder}/02 Акт.pdf"]
        assert "Разъясняем." in page
        assert "не проверен антивирусом или изолирован" in page
        assert AuditEntry.objects.filter(action="thread.archived").count() == 1

    def test_the_receipt_is_a_pdf_too(self, scene, browser):
        letter = sent_letter(scene.member, scene.north, files=[stored_file(scene.north)])
        answer = browser.get(f"/correspondence/letters/{letter.pk}/receipt.pdf")
        assert answer.content.startswith(b"%PDF")
        assert AuditEntry.objects.filter(action="letter.receipt_taken").count() == 1


@pytest.mark.req("REQ-1.1.d", "REQ-1.4")
def test_nothing_of_another_member_is_found(scene):
    thread = asked(scene)
    letter = thread.letters.first()
    told = notice(scene.north, scene.staff, files=[stored_file(None)])
    outsider, excluded = cabinet_of(scene.outsider), cabinet_of(scene.excluded)
    reads = [
        page_of(thread),
        f"{page_of(thread)}archive.zip",
        f"{page_of(thread)}withdraw/",
        f"/correspondence/letters/{letter.pk}/receipt/",
        f"/correspondence/letters/{letter.pk}/receipt.pdf",
        f"/correspondence/files/{told.attachments.get().file_id}/",
    ]
    for path in reads:
        assert outsider.get(path).status_code == 404, path
        assert excluded.get(path).status_code == 302, path
    for act in ("answer", "correct", "withdraw"):
        assert outsider.post(f"{page_of(thread)}{act}/", {"reason": "Чужое"}).status_code == 404
    assert not Draft.objects.exists()
    assert thread.letters.count() == 2
    assert not Reading.objects.exists()


class TestReminders:
    """What the dashboard, the calendar and the menu say."""

    def test_what_is_unread_is_counted_in_the_menu_until_it_is_opened(self, scene, browser):
        told = notice(scene.north, scene.staff)
        before = browser.get("/").content.decode()
        assert "Непрочитанное" in before
        assert before.count("cab-menu-count") == 1
        assert "Не прочитано" in browser.get("/notices/").content.decode()
        browser.get(page_of(told.thread))
        assert "cab-menu-count" not in browser.get("/").content.decode()
        assert "Всё прочитано." in browser.get("/").content.decode()
        assert "cab-menu-count" in cabinet_of(scene.colleague).get("/").content.decode()
        assert "cab-menu-count" not in cabinet_of(scene.outsider).get("/").content.decode()

    def test_questions_and_drafts_are_among_what_there_is_to_do(self, scene, browser):
        asked(scene)
        draft(scene.colleague, scene.north)
        page = browser.get("/").content.decode()
        assert "СРО ждёт ответа: «О порядке уплаты взносов»" in page
        assert "Не отправлено: Остальные обращения" in page

    def test_a_question_stands_in_the_calendar_by_its_number(self, scene, browser):
        thread = asked(scene)
        page = browser.get("/calendar/").content.decode()
        assert f"Ответить СРО по обращению №\u00a0{thread.letters.first().number}" in page
        assert "О порядке уплаты взносов" not in page
