"""Pages of data of REQ-3.1.V1–V7, V10 and of specialists: what each of them and each of their blocks has."""

from io import BytesIO

import pytest
from django.core import signing
from lxml import html as lxml_html
from python_calamine import CalamineWorkbook

from lk_addon.cabinet import reported_block
from lk_addon.contracts.models import ContractControl
from lk_addon.registry.models import Fund
from tests.factories import supervision
from tests.factories.contracts import contract, policy
from tests.factories.finance import charged
from tests.factories.rights import give_level, give_right
from tests.scenarios import cabinet_of

#: Panels that show no data of their own: a question to answer, a drawing of the table below it.
NO_DATA = ("cab-question", "cab-drawing")

PAGES = {
    "organization": ["Сведения реестра", "История изменений"],
    "rights": [
        "Договоры, заключаемые с испо",
        "Право выполнять работы",
        "Уровни ответственности",
        "Решения о праве",
        "Все уровни ответственности",
    ],
    "inspections": ["Проверки организации", "Меры дисциплинарного воздейс"],
    "inspection": [
        "О проверке",
        "Ход проверки",
        "Запрошенные документы",
        "Нарушения",
        "Меры дисциплинарного воздейс",
    ],
    "funds": ["КФ ВВ", "КФ ОДО", "Взносы в КФ ВВ", "Взносы в КФ ОДО"],
    "fees": ["Состояние расчётов", "По видам взносов", "По периодам", "Начисления и оплаты", "Размеры взносов"],
    "contracts": ["Предел обязательств по КФ ОД", "Журнал договоров"],
    "contract": ["Исполнение", "Акты приёмки", "Дополнительные соглашения", "Претензии и споры", "Контроль СРО"],
    "insurance": ["Непрерывность страхования", "Страхование"],
    "reports": ["Отчёты"],
    "report": ["Сданные версии"],
    "specialists": ["Специалисты"],
    "specialist": ["Работа", "Национальный реестр и квалиф", "Документы"],
}


@pytest.fixture
def addresses(scene):
    """Where each page is, for a member that has something of everything."""
    north = scene.north
    give_right(north)
    give_level(north, Fund.VV, 1, 500_000)
    charged(north, "30000.50")
    policy(north)
    signed = contract(north, 1_000_000, security_guarantor="Банк «Пример»")
    ContractControl.objects.create(contract=signed, date=supervision.days(-1), remarks="Нет графика работ")
    inspected = supervision.disciplined(north).inspection
    inspected.documents.create(name="Устав")
    somebody = supervision.specialist(north)
    report = supervision.report(north)
    return {
        "inspection": f"/inspections/{inspected.pk}/",
        "contract": f"/contracts/{signed.pk}/",
        "report": f"/reports/{report.year}/",
        "specialist": f"/specialists/{somebody.pk}/",
    }


def tree_of(answer):
    assert answer.status_code == 200
    return lxml_html.fromstring(answer.content)


def with_class(name):
    return f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')"


@pytest.mark.req("REQ-3.1")
@pytest.mark.parametrize("name", PAGES)
def test_page_and_every_block_have_what_the_regulation_gives_a_reader(scene, addresses, name):
    client = cabinet_of(scene.member)
    path = addresses.get(name, f"/{name}/")
    tree = tree_of(client.get(path))
    head = tree.xpath(f"//div[{with_class('page-head')}]")[0]
    assert "Данные на" in head.text_content()
    assert head.xpath(f".//a[{with_class('cab-clause')}]")
    offered = {link.get("href") for link in head.xpath(".//a")}
    assert {"?print=1", "?export=xlsx"} <= offered
    panels = [
        panel
        for panel in tree.xpath(f"//main//section[{with_class('cab-panel')} or {with_class('cab-tile')}]")
        if not set(NO_DATA) & set(panel.get("class").split())
    ]
    assert panels
    reported = []
    for panel in panels:
        links = panel.xpath(f".//a[{with_class('cab-report')}]/@href")
        assert len(links) == 1, panel.text_content()
        about = links[0].split("about=")[1].replace("%3A", ":")
        reported.append(signing.loads(about, salt=reported_block.SALT)[1])
    assert len(set(reported)) == len(reported)
    printed = tree_of(client.get(f"{path}?print=1"))
    assert printed.xpath("//script[contains(@src, 'print')]")


@pytest.mark.req("REQ-3.1")
@pytest.mark.parametrize("name", PAGES)
def test_workbook_has_a_sheet_for_every_block(scene, addresses, name):
    client = cabinet_of(scene.member)
    answer = client.get(addresses.get(name, f"/{name}/") + "?export=xlsx")
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer.streaming_content)))
    assert [sheet.replace("\u00a0", " ") for sheet in book.sheet_names] == PAGES[name]
    assert all(len(book.get_sheet_by_name(sheet).to_python()) for sheet in book.sheet_names)
    assert "Секретов" not in answer["Content-Disposition"]


@pytest.mark.req("REQ-3.1")
def test_one_block_is_taken_alone_with_sums_as_numbers(scene, addresses):
    answer = cabinet_of(scene.member).get(f"{addresses['contract']}?export=xlsx&block=contract")
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer.streaming_content)))
    assert book.sheet_names == ["Исполнение"]
    facts = dict(book.get_sheet_by_index(0).to_python()[1:])
    assert facts["Цена"] == 1_000_000
    assert "Банк «Пример»" in facts["Обеспечение"]


@pytest.mark.parametrize("name", ["inspection", "contract", "specialist"])
def test_a_card_is_nobody_elses_in_any_form(scene, addresses, name):
    client = cabinet_of(scene.outsider)
    for query in ("", "?export=xlsx", "?print=1"):
        assert client.get(addresses[name] + query).status_code == 404
