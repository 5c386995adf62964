"""Contracts and insurance as a representative sees them, and as another member's does not."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from lxml import html as lxml_html
from python_calamine import CalamineWorkbook

from cms.audit.models import AuditEntry
from lk_addon.cabinet.prepare import CONTROL_DEPARTMENT
from lk_addon.cabinet.staff_tasks import tasks_for
from lk_addon.contracts.domain.contracts import close_contract
from lk_addon.contracts.models import ContractControl
from lk_addon.contracts.reminders import contract_terms
from tests.factories.contracts import SINCE, contract, level, policy, right
from tests.scenarios import back_office_of, cabinet_of, staff_of

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
MILLION = 10**6


@pytest.fixture
def page(scene):
    def get(path, user=scene.member):
        return cabinet_of(user).get(path)

    return get


def text_of(answer):
    return " ".join(lxml_html.fromstring(answer.content).text_content().replace("\u00a0", " ").split())


def rows_of(answer, code):
    rows = lxml_html.fromstring(answer.content).xpath(f"//section[@id='data-{code}']//tbody/tr")
    return [" ".join(row.text_content().replace("\u00a0", " ").split()) for row in rows]


@pytest.mark.req("REQ-3.1.V6")
def test_list_tells_state_price_accepted_and_remaining(scene, page):
    contract(scene.north, 100, acts=[(SINCE + timedelta(days=200), 30)], number="7/25")
    (row,) = rows_of(page("/contracts/"), "contracts")
    for shown in ("№ 7/25", "44-ФЗ", "исполняется", "100,00 ₽", "30,00 ₽", "70,00 ₽", "МКУ «Учебный заказчик»"):
        assert shown in row


@pytest.mark.req("REQ-3.1.V6")
@pytest.mark.parametrize(
    ("used", "word", "look"),
    [(10, "В пределах", ""), (72, "Предел близко", "is-warning"), (91, "превышен на 1 000 000,00 ₽", "is-exceeded")],
)
def test_gauge_tells_used_limit_and_free(scene, page, used, word, look):
    level(scene.north, "odo", 1)
    contract(scene.north, used * MILLION)
    for path in ("/contracts/", "/"):
        answer = page(path)
        assert word in text_of(answer)
        (gauge,) = lxml_html.fromstring(answer.content).xpath("//*[contains(@class,'cab-gauge')][@role='img']")
        assert look in gauge.get("class")
    assert "Предел 90 000 000,00 ₽" in text_of(page("/contracts/"))


def test_member_without_level_and_with_the_fifth_read_so(scene, page):
    assert "Взнос в КФ ОДО не внесён, участие в конкурентных закупках недоступно" in text_of(page("/contracts/"))
    level(scene.north, "odo", 5)
    assert "Предела нет: пятый уровень" in text_of(page("/contracts/"))


@pytest.mark.req("REQ-L.8")
def test_calculator_answers_with_level_and_top_up(scene, page):
    right(scene.north)
    level(scene.north, "vv", 1)
    level(scene.north, "odo", 1)
    yes = text_of(page("/contracts/?calc-price=90+000+000%2C00&calc-way=competitive"))
    assert "Можно подписать" in yes
    no = text_of(page("/contracts/?calc-price=90000000%2C01&calc-way=competitive"))
    assert "Подписывать нельзя" in no
    assert "Нужен второй уровень (до 500 млн ₽), доплата в фонд 400 000,00 ₽" in no
    assert "доплата в фонд 2 300 000,00 ₽" in no
    direct = text_of(page("/contracts/?calc-price=90000000&calc-way=direct"))
    assert "Обязательства вместе с этим договором" not in direct


@pytest.mark.parametrize("price", ["", "-5", "много", "0"])
def test_calculator_never_says_yes_to_nonsense(scene, page, price):
    right(scene.north)
    level(scene.north, "vv", 5)
    answer = page(f"/contracts/?calc-price={price}&calc-way=direct")
    assert "Можно подписать" not in text_of(answer).replace("Можно ли подписать", "")
    assert lxml_html.fromstring(answer.content).xpath("//*[@id='id_calc-price'][@aria-invalid='true']")


def test_suspended_right_leaves_only_earlier_contracts(scene, page):
    right(scene.north, "suspended", kind="suspend")
    level(scene.north, "vv", 5)
    text = text_of(page("/contracts/?calc-price=1&calc-way=direct"))
    assert "только договоры, заключённые до решения" in text
    assert "Подписывать нельзя" in text


@pytest.mark.req("REQ-3.1.V6")
def test_card_shows_acts_amendments_claims_and_remarks(scene, page):
    day = SINCE + timedelta(days=200)
    row = contract(scene.north, 100, acts=[(day, 30)], amendments=[(day, 150)])
    ContractControl.objects.create(contract=row, date=day, remarks="Нет акта за май", cure_by=day)
    answer = page(f"/contracts/{row.pk}/")
    text = text_of(answer)
    for shown in ("150,00 ₽", "120,00 ₽", "Нет акта за май", "не устранено"):
        assert shown in text
    assert len(rows_of(answer, "contract-acts")) == 1
    assert len(rows_of(answer, "contract-amendments")) == 1
    assert "Претензий и споров нет" in text


@pytest.mark.req("REQ-3.1")
def test_another_members_contract_policy_and_files_are_not_found(scene, page):
    row = contract(scene.north, 31415926, object_name="Тайный объект")
    control = ContractControl.objects.create(contract=row, date=SINCE, remarks="х", file=ContentFile(PDF, "тайна.pdf"))
    insured = policy(scene.north, insurer_name="СК «Тайна»", scan=ContentFile(PDF, "полис.pdf"))
    own = [
        f"/contracts/{row.pk}/",
        f"/contracts/controls/{control.pk}/file/",
        f"/insurance/{insured.pk}/scan/",
    ]
    for path in own:
        for user, status in ((scene.member, 200), (scene.outsider, 404)):
            answer = page(path, user=user)
            assert answer.status_code == status
            assert not answer.streaming or b"".join(answer.streaming_content) == PDF
    for path in ("/contracts/", "/contracts/?list-q=Тайн", "/insurance/", "/insurance/?show=all", "/"):
        html = page(path, user=scene.outsider).content.decode()
        assert "Тайн" not in html.replace('value="Тайн"', "")


def test_scan_is_given_under_its_name_and_journalled(scene, page):
    insured = policy(scene.north, scan=ContentFile(PDF, "полис 7.pdf"))
    answer = page(f"/insurance/{insured.pk}/scan/")
    assert b"".join(answer.streaming_content) == PDF
    assert "7.pdf" in answer["Content-Disposition"]
    assert AuditEntry.objects.filter(action="file.downloaded", object_id=str(insured.pk)).exists()
    assert page(f"/insurance/{policy(scene.north).pk}/scan/").status_code == 404


def test_contracts_are_filtered_and_sorted_by_what_they_come_to(scene, page):
    contract(scene.north, 100, number="А-1", acts=[(SINCE + timedelta(days=200), 90)])
    contract(scene.north, 50, number="Б-2", procurement="direct")
    contract(scene.north, 70, number="В-3", status="disputed")

    def numbers(query):
        return [row.split()[1] for row in rows_of(page(f"/contracts/?{query}"), "contracts")]

    assert numbers("list-sort=remaining") == ["А-1", "Б-2", "В-3"]
    assert numbers("list-sort=-price_now") == ["А-1", "В-3", "Б-2"]
    assert numbers("list-q=б-2") == ["Б-2"]
    assert numbers("list-counted=0") == ["Б-2"]
    assert numbers("list-status=disputed") == ["В-3"]
    assert numbers("list-status=gone") == []


def test_workbook_has_what_the_page_folds(scene, page):
    contract(scene.north, 100, number="=1+1")
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(page("/contracts/?export=xlsx").streaming_content)))
    heading, row = book.get_sheet_by_name("Журнал договоров").to_python()
    line = dict(zip(heading, row, strict=True))
    assert (line["Договор"], line["Цена"], line["Учитывается в КФ\u00a0ОДО"]) == ("=1+1", 100, "да")


@pytest.mark.req("REQ-3.1.V7")
def test_insurance_in_force_comes_first_and_the_archive_on_request(scene, page):
    policy(scene.north, policy_no="ИДЁТ", end=100)
    policy(scene.north, policy_no="ИСТЕКАЕТ", end=5)
    policy(scene.north, policy_no="КОНЧИЛСЯ", start=-500, end=-200)

    def shown(query=""):
        return "".join(rows_of(page(f"/insurance/{query}"), "insurance"))

    assert "КОНЧИЛСЯ" not in shown()
    assert "ИДЁТ" in shown()
    assert "истекает, дней: 5" in shown()
    assert "ИДЁТ" not in shown("?show=archive")
    assert "КОНЧИЛСЯ" in shown("?show=archive")
    assert all(name in shown("?show=all") for name in ("ИДЁТ", "ИСТЕКАЕТ", "КОНЧИЛСЯ"))
    assert shown("?show=everything") == ""


@pytest.mark.req("REQ-3.1.V7")
def test_holes_and_overlaps_are_told(scene, page):
    today = timezone.localdate()
    policy(scene.north, 0, 10)
    policy(scene.north, 8, 20)
    policy(scene.north, 30, 40)
    text = text_of(page("/insurance/"))
    hole = today + timedelta(days=21)
    assert f"Без страхования с {hole:%d.%m.%Y}" in text
    assert f"Два договора сразу с {today + timedelta(days=8):%d.%m.%Y}" in text


def test_dashboard_asks_for_what_is_urgent(scene, page):
    level(scene.north, "odo", 1)
    today = timezone.localdate()
    late = contract(scene.north, 91 * MILLION, end=today - timedelta(days=3), number="ЗАПОЗДАЛ")
    ContractControl.objects.create(contract=late, date=today, remarks="Нет акта", cure_by=today)
    policy(scene.north, -400, -10)
    policy(scene.north, -300, 5, kind="contractual", policy_no="СКОРО")
    text = text_of(page("/"))
    for asked in (
        "Предел обязательств КФ ОДО превышен на 1 000 000,00 ₽",
        "Срок работ по договору № ЗАПОЗДАЛ",
        "Устраните замечания по договору № ЗАПОЗДАЛ",
        "Продлите страхование: договор № СКОРО",
    ):
        assert asked in text
    assert "ЗАПОЗДАЛ" not in text_of(page("/", user=scene.outsider))


def test_insurance_that_has_ended_is_urgent(scene, page):
    policy(scene.north, -400, -1)
    assert "Страхование закончилось" in text_of(page("/"))


@pytest.mark.parametrize("many", [1, 30])
@pytest.mark.parametrize(("path", "queries"), [("/contracts/", 21), ("/insurance/", 9)])
def test_pages_cost_the_same_for_one_row_and_for_many(scene, django_assert_num_queries, path, queries, many):
    level(scene.north, "odo", 1)
    for _ in range(many):
        contract(scene.north, 1)
        policy(scene.north)
    client = cabinet_of(scene.member)
    client.get(path)
    with django_assert_num_queries(queries):
        client.get(path)


def test_the_calendar_tells_when_a_security_lapses(scene):
    today = timezone.localdate()
    near = contract(scene.north, 100, security_guarantor="Банк «Пример»", security_until=today + timedelta(days=10))
    contract(scene.north, 100, security_guarantor="Банк «Пример»", security_until=today + timedelta(days=90))
    closed = contract(scene.north, 100, security_until=today + timedelta(days=10))
    close_contract(contract=closed, status="completed", closed_on=today, actor=None)
    found = list(contract_terms(scene.north, today, today + timedelta(days=30)))
    assert [(duty.on, duty.url_args) for duty in found] == [(near.security_until, (near.pk,))]
    assert "обеспечение" in found[0].title
    assert list(contract_terms(scene.montage, today, today + timedelta(days=30))) == []


def test_policies_without_a_successor_wait_for_the_control_department(scene):
    policy(scene.north, policy_no="ЗАМЕНЁН", start=-400, end=-30)
    policy(scene.north, policy_no="ИДЁТ", start=-29, end=300)
    policy(scene.montage, policy_no="КОНЧИЛСЯ", start=-400, end=-1)
    policy(scene.trader, policy_no="ИСТЕКАЕТ", start=-300, end=5)
    policy(scene.former, policy_no="ИСКЛЮЧЁН", start=-400, end=-1)
    controller = staff_of(CONTROL_DEPARTMENT)
    task = next(task for task in tasks_for(controller) if "insurancecontract" in task.address)
    assert task.count == 2
    html = back_office_of(controller).get(task.address).content.decode()
    shown = {number: number in html for number in ("ЗАМЕНЁН", "ИДЁТ", "КОНЧИЛСЯ", "ИСТЕКАЕТ", "ИСКЛЮЧЁН")}
    assert [number for number, there in shown.items() if there] == ["КОНЧИЛСЯ", "ИСТЕКАЕТ"]
    assert not [task for task in tasks_for(scene.staff) if "insurancecontract" in task.address]
