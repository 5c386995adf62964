"""Notices: exactly one letter to each member whatever happens to the worker, and who has read it (REQ-3.1.V8)."""

from collections import Counter

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from cms.audit.models import AuditEntry
from cms.core import exports
from cms.outbox.domain import drain
from lk_addon.cabinet.departments import CORRESPONDENCE_DEPARTMENT
from lk_addon.correspondence.domain import notices
from lk_addon.correspondence.domain.reading import note_reading
from lk_addon.correspondence.models import Letter, Notice, NoticeDelivery, NumberSeries, Thread
from lk_addon.registry.models import Member
from tests.factories.files import PDF
from tests.scenarios import back_office_of, exclude

pytestmark = [pytest.mark.django_db, pytest.mark.req("REQ-3.1.V8")]

LIST = "/admin/correspondence/notice/"
READERS = "/admin/correspondence/noticedelivery/"


class WorkerDied(BaseException):
    """What a killed process looks like from inside: nothing catches it."""


@pytest.fixture
def notice(scene, clerk):
    """A draft to all acting members."""
    department = Group.objects.get(name=CORRESPONDENCE_DEPARTMENT)
    one = Notice(subject="Об общем собрании", text="Собрание состоится 1 марта.", department=department)
    return notices.save_notice(notice=one, files=[], actor=clerk)


@pytest.fixture
def confirmed(notice, clerk):
    """The same, confirmed."""
    return notices.confirm_notice(notice=notice, expected=Member.objects.acting().count(), actor=clerk)


def delivered():
    return Counter(Letter.objects.filter(role=Letter.Role.NOTICE).values_list("thread__member", flat=True))


def one_to_each():
    return Counter(Member.objects.acting().values_list("pk", flat=True))


def composed(clerk, **fields):
    department = Group.objects.get(name=CORRESPONDENCE_DEPARTMENT).pk
    base = {"subject": "О взносах", "text": "Взносы повышены.", "department": department, "audience": "all"}
    return base | {"region": "", "fund": "", "level": "", "numbers": ""} | fields


def test_a_notice_is_composed_looked_at_confirmed_and_delivered(scene, clerk, desk):
    file = SimpleUploadedFile("Решение.pdf", PDF, "application/pdf")
    chosen = {"audience": "chosen", "numbers": "0901, 0902", "uploads": file}
    answer = desk.post(f"{LIST}create/", composed(clerk, **chosen))
    one = Notice.objects.get()
    address = f"/admin/correspondence/notices/{one.pk}/"
    assert answer["Location"] == address
    shown = desk.get(address).content.decode()
    assert "Получатели: 2" in shown
    assert "Решение.pdf" in shown
    assert "Демострой-Север" in shown
    page = desk.get(f"{address}send/").content.decode()
    assert "Отправить: 2" in page
    assert not Letter.objects.exists()
    desk.post(f"{address}send/", {"expected": "2"})
    assert Notice.objects.get().state == "sending"
    assert desk.get(address)["Refresh"]
    drain()
    assert delivered() == Counter([scene.north.pk, scene.montage.pk])
    letter = Letter.objects.filter(thread__member=scene.north).get()
    assert (letter.thread.state, letter.thread.subject, letter.author) == ("told", "О взносах", clerk)
    assert [one.file.name for one in letter.attachments.all()] == ["Решение.pdf"]
    assert "Доставлено 2 из 2" in desk.get(address).content.decode()
    assert "Refresh" not in desk.get(address)
    edit = desk.get(f"{LIST}edit/{one.pk}/")
    assert edit.status_code in (302, 403)
    acts = AuditEntry.objects.filter(action__startswith="notice.").order_by("pk").values_list("action", flat=True)
    assert list(acts) == ["notice.saved", "notice.confirmed", "notice.sent"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"audience": "chosen", "numbers": "9999"}, "Нет среди действующих членов: 9999"),
        ({"audience": "chosen"}, "Укажите хотя бы один номер"),
        ({"audience": "filter"}, "Укажите регион или уровень"),
        ({"text": ""}, "Требуется заполнить"),
    ],
)
def test_what_is_wrong_is_told(clerk, desk, fields, words):
    assert words in desk.post(f"{LIST}create/", composed(clerk, **fields)).content.decode()
    assert not Notice.objects.exists()


def test_a_notice_to_one_member_begins_on_its_page(scene, desk):
    assert "0901</textarea>" in desk.get(f"{LIST}create/?members=0901").content.decode()


def test_files_of_a_draft_are_added_and_taken_out(clerk, desk, notice):
    address = f"{LIST}edit/{notice.pk}/"
    desk.post(address, composed(clerk, uploads=SimpleUploadedFile("а.pdf", PDF, "application/pdf")))
    file = notice.files.get()
    desk.post(address, composed(clerk, kept=[file.pk], uploads=SimpleUploadedFile("б.pdf", PDF, "application/pdf")))
    assert notice.files.count() == 2
    desk.post(address, composed(clerk))
    assert not notice.files.exists()


def test_outsiders_reach_nothing_of_it(scene, accountant, notice):
    pages = [LIST, f"{LIST}create/", READERS, f"/admin/correspondence/notices/{notice.pk}/"]
    acts = [f"/admin/correspondence/notices/{notice.pk}/{act}/" for act in ("send", "stop")]
    for browser in (back_office_of(accountant), back_office_of(scene.editor)):
        assert all(browser.get(address).status_code in (302, 403) for address in pages)
        assert all(browser.post(address, {"expected": 3}).status_code == 302 for address in acts)
    assert Notice.objects.get().state == "draft"


def test_a_number_that_changed_meanwhile_is_confirmed_anew(scene, clerk, notice):
    count = Member.objects.acting().count()
    exclude(scene.trader)
    with pytest.raises(ValidationError, match=f"Получателей стало {count - 1}"):
        notices.confirm_notice(notice=notice, expected=count, actor=clerk)
    notices.confirm_notice(notice=notice, expected=count - 1, actor=clerk)
    with pytest.raises(ValidationError, match="уже подтверждено"):
        notices.confirm_notice(notice=notice, expected=count - 1, actor=clerk)


@pytest.mark.parametrize(
    "point", ["before a letter", "after a letter", "after a mark", "between batches", "at the end"]
)
def test_a_worker_killed_at_any_point_leaves_one_letter_for_each(confirmed, monkeypatch, point):
    monkeypatch.setattr(notices, "BATCH", 2)
    calls = Counter()

    def dying(function, *, after):
        def call(*args, **kwargs):
            calls[point] += 1
            if calls[point] == 3 and not after:
                raise WorkerDied
            result = function(*args, **kwargs)
            if calls[point] == 3:
                raise WorkerDied
            return result

        return call

    with monkeypatch.context() as patch:
        match point:
            case "before a letter":
                patch.setattr(notices, "write_outgoing", dying(notices.write_outgoing, after=False))
            case "after a letter":
                patch.setattr(notices, "write_outgoing", dying(notices.write_outgoing, after=True))
            case "after a mark":
                patch.setattr(NoticeDelivery, "save", dying(NoticeDelivery.save, after=True))
            case "between batches":
                calls[point] = 1
                patch.setattr(notices, "_send_batch", dying(notices._send_batch, after=True))
            case _:
                patch.setattr(notices.audit, "record", lambda *args, **kwargs: (_ for _ in ()).throw(WorkerDied))
        with pytest.raises(WorkerDied):
            notices.send_waiting(confirmed.pk)
    assert all(count == 1 for count in delivered().values())
    notices.send_waiting(confirmed.pk)
    notices.send_waiting(confirmed.pk)
    assert delivered() == one_to_each()
    assert Thread.objects.count() == Letter.objects.count() == sum(one_to_each().values())
    assert NumberSeries.objects.get(code="outgoing").last == Letter.objects.count()
    assert Notice.objects.get().state == "sent"


def test_a_long_notice_is_handed_on_to_the_next_run(confirmed, monkeypatch):
    monkeypatch.setattr(notices, "BATCH", 1)
    monkeypatch.setattr(notices, "BATCHES", 1)
    drain()
    assert delivered() == one_to_each()


def test_who_was_excluded_meanwhile_gets_nothing(scene, confirmed):
    exclude(scene.north)
    drain()
    assert scene.north.pk not in delivered()
    assert NoticeDelivery.objects.get(state="skipped").member == scene.north


def test_what_is_stopped_goes_to_nobody_more(confirmed, clerk, desk, monkeypatch):
    monkeypatch.setattr(notices, "BATCH", 1)
    monkeypatch.setattr(notices, "BATCHES", 1)
    notices.send_waiting(confirmed.pk)
    desk.post(f"/admin/correspondence/notices/{confirmed.pk}/stop/")
    drain()
    assert sum(delivered().values()) == 1
    assert Notice.objects.get().state == "stopped"
    with pytest.raises(ValidationError, match="нечего"):
        notices.stop_notice(notice=confirmed, actor=clerk)


def test_receipts_are_told_of_each_representative_and_who_has_not_read_is_a_list(scene, confirmed, clerk, desk):
    drain()
    letter = Letter.objects.get(thread__member=scene.north)
    note_reading(letters=[letter], user=scene.member, login_label="NSS-0901-1")
    whole = desk.get(f"{READERS}?notice={confirmed.pk}").content.decode()
    assert "NSS-0901-1" in whole
    assert "NSS-0901-2" in whole
    unread = desk.get(f"{READERS}?notice={confirmed.pk}&read=no").content.decode()
    assert "Демострой-Север" not in unread
    assert "Ёлочный монтаж" in unread
    sheet = exports.get("correspondence.noticedelivery").sheet(clerk, f"notice={confirmed.pk}&read=yes")
    (row,) = sheet.rows
    cells = dict(zip(sheet.titles, sheet.cells(row), strict=True))
    assert cells["Кто прочитал"].startswith("NSS-0901-1 ")
    assert cells["Кто не прочитал"] == "NSS-0901-2"
    assert (
        f"из {sum(one_to_each().values())}"
        in desk.get(f"/admin/correspondence/notices/{confirmed.pk}/").content.decode()
    )
