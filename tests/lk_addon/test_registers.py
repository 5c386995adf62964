"""Registers of the back office: each has its columns, search, filters, saved lists and files, and costs alike."""

from io import BytesIO
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group, Permission
from django.utils import timezone
from python_calamine import CalamineWorkbook
from wagtail_modeladmin.helpers import AdminURLHelper

from cms.audit.models import AuditEntry
from lk_addon.accounts.models import AccountBlock, PowerOfAttorney
from lk_addon.cabinet.models import Feedback, SavedList
from lk_addon.cabinet.prepare import CONTROL_DEPARTMENT
from lk_addon.cabinet.staff_lists import registers
from lk_addon.correspondence.models import Notice, NoticeDelivery, Reading, UnavailabilityCertificate, Undertaking
from lk_addon.files.models import StoredFile
from lk_addon.mailings.models import Mailing
from lk_addon.meetings.models import Attendance, ElectorEntry, Meeting
from lk_addon.registry.models import Extract
from tests.factories import meetings
from tests.factories.accounts import AccessApplicationFactory, MandateFactory, UserFactory
from tests.factories.contracts import contract, policy
from tests.factories.contracts import notice as obligations_told
from tests.factories.correspondence import sent_letter, stored_file
from tests.factories.finance import charged, paid, stated
from tests.factories.registry import MemberFactory
from tests.factories.supervision import disciplined, planned, report, specialist
from tests.lk_addon.test_no_personal_data import CANARIES, EMAIL, signs_in
from tests.scenarios import back_office_of, staff_of

pytestmark = pytest.mark.django_db


def canary():
    """Somebody whose name, e-mail and telephone must stand in no file."""
    return UserFactory(**CANARIES, email=f"{Feedback.objects.count()}-{UserFactory().pk}-{EMAIL}")


def application():
    return AccessApplicationFactory(**CANARIES, email=EMAIL, state="received")


def power():
    mandate = MandateFactory(user=canary())
    files = [stored_file(mandate.member, name=name) for name in ("мчд.xml", "мчд.sig")]
    today = timezone.localdate()
    return PowerOfAttorney.objects.create(
        mandate=mandate,
        document=files[0],
        signature=files[1],
        number=uuid4(),
        issued_on=today,
        valid_to=today,
        principal_inn=mandate.member.inn,
        powers="=1+1",
    )


def block():
    return AccountBlock.objects.create(
        user=MandateFactory(user=canary()).user, blocked_by=canary(), reason=AccountBlock.Reason.OTHER
    )


def feedback():
    return Feedback.objects.create(sent_by=canary(), login_label="NSS-0901-1", organisation="ООО", text="=1+1")


def extract():
    number = Extract.objects.count()
    return Extract.objects.create(
        member=MemberFactory(), code=f"{number:016}", way=Extract.Way.STAFF, content={}, file="a.pdf"
    )


def mailing():
    return Mailing.objects.create(subject="=1+1", body="", confirmed_by=canary(), confirmed_at=timezone.now())


def unscanned():
    return stored_file(MemberFactory(), scan=StoredFile.Scan.UNSCANNED)


def thread():
    mandate = MandateFactory(user=canary())
    return sent_letter(mandate.user, mandate.member, subject="=1+1").thread


def undertaking():
    letter = thread().letters.get()
    return Undertaking.objects.create(
        thread=letter.thread, letter=letter, text="=1+1", due_on=timezone.localdate(), fulfilled_by=canary()
    )


def notice():
    department = Group.objects.get(name=CONTROL_DEPARTMENT)
    return Notice.objects.create(subject="=1+1", text="", department=department, confirmed_by=canary())


def delivery():
    mandate = MandateFactory(user=canary())
    letter = sent_letter(mandate.user, mandate.member)
    Reading.objects.create(letter=letter, user=mandate.user, login_label=mandate.login_label)
    return NoticeDelivery.objects.create(notice=notice(), member=mandate.member, letter=letter)


def certificate():
    now = timezone.now()
    return UnavailabilityCertificate.objects.create(
        number=f"СН-{UnavailabilityCertificate.objects.count()}/2026",
        member=MemberFactory(),
        title="=1+1",
        services="Кабинет",
        starts_at=now,
        ends_at=now,
        issued_by=canary(),
        file="a.pdf",
    )


def meeting():
    return meetings.drafted(title=f"=1+1, {Meeting.objects.count()}")


def elector():
    return ElectorEntry.objects.create(meeting=meeting(), member=MemberFactory())


def attendance():
    part = {"meeting": meeting(), "member": MemberFactory(), "registered_by": canary()}
    return Attendance.objects.create(representative=" ".join(CANARIES.values()), basis="=1+1", **part)


def contract_notice():
    return contract(MemberFactory(), "1000000", timezone.localdate()).notices.get()


#: Code → how to make a row, and how many queries the page of the list costs.
REGISTERS = {
    "registry.member": (MemberFactory, 15),
    "registry.extract": (extract, 15),
    "accounts.accessapplication": (application, 15),
    "accounts.mandate": (lambda: MandateFactory(user=canary()), 15),
    "accounts.accountblock": (block, 17),
    "accounts.powerofattorney": (power, 15),
    "finance.memberbalance": (lambda: charged(MemberFactory(), "1000"), 15),
    "finance.charge": (lambda: charged(MemberFactory(), "1000.50"), 17),
    "finance.payment": (lambda: paid(MemberFactory(), "1000"), 17),
    "finance.openingbalance": (lambda: stated(MemberFactory(), "1000"), 17),
    "contracts.contract": (lambda: contract(MemberFactory(), "1000000"), 15),
    "contracts.contractnotice": (contract_notice, 15),
    "contracts.obligationnotice": (lambda: obligations_told(MandateFactory(user=canary())), 16),
    "contracts.insurancecontract": (lambda: policy(MemberFactory()), 15),
    "supervision.inspection": (lambda: planned(MemberFactory()), 17),
    "supervision.disciplinaryaction": (lambda: disciplined(MemberFactory()), 15),
    "supervision.annualreport": (lambda: report(MemberFactory()), 16),
    "supervision.specialist": (lambda: specialist(MemberFactory()), 18),
    "meetings.meeting": (meeting, 15),
    "meetings.electorentry": (elector, 17),
    "meetings.attendance": (attendance, 17),
    "cabinet.feedback": (feedback, 15),
    "mailings.mailing": (mailing, 15),
    "files.storedfile": (unscanned, 15),
    "correspondence.thread": (thread, 20),
    "correspondence.undertaking": (undertaking, 15),
    "correspondence.notice": (notice, 15),
    "correspondence.noticedelivery": (delivery, 19),
    "correspondence.unavailabilitycertificate": (certificate, 15),
}


def every_register(test):
    """Run ``test`` for each."""
    return pytest.mark.parametrize("code", REGISTERS)(test)


def address_of(code):
    return AdminURLHelper(registers()[code].model).index_url


@pytest.fixture
def office(prepared_site):
    """The browser of somebody who may see everything."""
    return back_office_of(UserFactory(is_staff=True, is_superuser=True))


def file_of(browser, code, query="", kind="xlsx"):
    """Ask for a file as the button above the list does, and fetch it."""
    answer = browser.post("/admin/exchange/exports/start/", {"list": code, "query": query, "kind": kind})
    assert answer.status_code == 302, answer.content.decode()
    return b"".join(browser.get(answer["Location"]).streaming_content)


def rows_of(content):
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()


def test_every_register_is_looked_at_here():
    assert registers().keys() == REGISTERS.keys()


@every_register
def test_a_page_of_a_register_costs_the_same_for_one_row_and_for_many(office, code, django_assert_num_queries):
    make, cost = REGISTERS[code]
    make()
    office.get(address_of(code))
    with django_assert_num_queries(cost):
        office.get(address_of(code))
    for _number in range(4):
        make()
    with django_assert_num_queries(cost):
        office.get(address_of(code))


@every_register
def test_every_column_can_be_shown_searched_and_taken_away(office, code):
    REGISTERS[code][0]()
    admin = registers()[code]()
    assert admin.search_fields
    assert admin.list_filter
    columns = admin.offered_columns()
    page = office.get(f"{address_of(code)}?{urlencode([('column', name) for name in columns])}", follow=True)
    html = page.content.decode()
    for name in columns:
        assert admin.title_of(name) in html
        assert f"field-{name}" in html
    [head, *rows] = rows_of(file_of(office, code, f"columns={','.join(columns)}"))
    assert len(rows) == 1
    assert len(head) == len(set(head))
    assert office.get(f"{address_of(code)}?q=ничегоподобного").context["result_count"] == 0


@pytest.mark.req("REQ-4.2")
@every_register
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_no_file_names_a_user(office, code, kind):
    REGISTERS[code][0]()
    content = file_of(office, code, f"columns={','.join(registers()[code]().offered_columns())}", kind)
    text = content.decode("utf-8-sig") if kind == "csv" else str(rows_of(content))
    assert len(text.splitlines()) == 2 or kind == "xlsx"
    assert signs_in(text) == set()


@every_register
def test_conditions_that_a_list_does_not_know_show_everything_and_say_so(office, code):
    answer = office.get(f"{address_of(code)}?nonsense=1", follow=True)
    assert "Такого условия у списка нет" in answer.content.decode()


@every_register
def test_a_list_is_saved_for_oneself_and_for_the_register(office, code):
    address = f"/admin/cabinet/lists/{code}/save/"
    saved = office.post(address, {"title": "Мой список", "query": "q=901&p=3"})
    assert saved["Location"] == f"{address_of(code)}?q=901"
    assert ">Мой список</a>" in office.get(address_of(code)).content.decode()
    other = next(one for one in REGISTERS if one != code)
    assert ">Мой список</a>" not in office.get(address_of(other)).content.decode()
    row = SavedList.objects.get()
    neighbour = back_office_of(UserFactory(is_staff=True, is_superuser=True))
    assert ">Мой список</a>" not in neighbour.get(address_of(code)).content.decode()
    assert neighbour.post(f"/admin/cabinet/lists/{row.pk}/delete/").status_code == 404
    assert office.get(f"/admin/cabinet/lists/{row.pk}/delete/").status_code == 405
    office.post(f"/admin/cabinet/lists/{row.pk}/delete/")
    assert not SavedList.objects.exists()


def test_one_who_may_not_see_a_register_saves_no_list_of_it_and_takes_nothing_away(scene):
    editor = back_office_of(scene.editor)
    for code in REGISTERS:
        for address, form in (
            (f"/admin/cabinet/lists/{code}/save/", {"title": "Мой", "query": ""}),
            ("/admin/exchange/exports/start/", {"list": code, "query": "", "kind": "xlsx"}),
        ):
            assert editor.post(address, form).status_code in (302, 403), (code, address)
            assert "/file/" not in editor.post(address, form).get("Location", "")
        assert "exports/start" not in editor.get(address_of(code)).content.decode()
    assert not SavedList.objects.exists()


def test_sums_days_and_codes_are_values_in_a_file(office):
    charged(MemberFactory(short_name="=1+1"), "1000.50")
    [head, row] = rows_of(file_of(office, "finance.charge", "columns=member,kind,sum,member_inn"))
    line = dict(zip(head, row, strict=True))
    assert line["Сумма"] == 1000.5
    assert line["Дата"].isoformat() == "2025-01-15"
    assert line["Член СРО"].startswith("=1+1")
    assert line["ИНН"].isdecimal()


def test_specialists_are_taken_away_with_a_right_of_its_own_and_the_journal_says_so(scene):
    specialist(scene.north)
    employee = staff_of(CONTROL_DEPARTMENT)
    assert "Секретова" in str(rows_of(file_of(back_office_of(employee), "supervision.specialist")))
    entry = AuditEntry.objects.get(action="export.requested")
    assert (entry.actor, entry.data["list"], entry.data["rows"]) == (employee, "supervision.specialist", 1)
    group = employee.groups.get()
    group.permissions.remove(Permission.objects.get(codename="export_specialist"))
    browser = back_office_of(employee)
    assert "exports/start" not in browser.get(address_of("supervision.specialist")).content.decode()
    form = {"list": "supervision.specialist", "query": "", "kind": "xlsx"}
    assert browser.post("/admin/exchange/exports/start/", form).status_code in (302, 403)
    assert AuditEntry.objects.filter(action="export.requested").count() == 1
