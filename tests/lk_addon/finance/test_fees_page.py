"""The page of fees as a representative sees it, and as another member's does not."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.utils import timezone
from lxml import html as lxml_html
from python_calamine import CalamineWorkbook

from lk_addon.finance.domain.movements import reverse
from lk_addon.finance.models import FeeRate
from tests.factories.finance import charged, fee_kind, paid, stated
from tests.scenarios import back_office_of, cabinet_of

DEBT = "Задолженность"
OVER = "Переплата"
NOTHING_OWED = "Задолженности нет"


@pytest.fixture
def page(scene):
    def get(query="", user=scene.member):
        return cabinet_of(user).get(f"/fees/{query}")

    return get


def text_of(answer):
    return lxml_html.fromstring(answer.content).text_content()


def lines_of(answer):
    rows = lxml_html.fromstring(answer.content).xpath("//section[@id='data-fee-lines']//tbody/tr")
    return [" ".join(row.text_content().split()) for row in rows]


@pytest.mark.req("REQ-3.1.V5")
@pytest.mark.parametrize(
    ("lines", "word", "sum"),
    [(("30000.50", "0.50"), DEBT, "30\u00a0000,00\u00a0₽"), (("10", "1010"), OVER, "1\u00a0000,00\u00a0₽")],
)
def test_debt_and_overpayment_are_told_by_their_names(scene, page, lines, word, sum):
    charged(scene.north, lines[0])
    paid(scene.north, lines[1])
    html = page().content.decode()
    state = lxml_html.fromstring(html).xpath("//section[@aria-labelledby='data-fee-state-title']")[0]
    assert sum in state.text_content()
    assert {DEBT, OVER} & set(state.xpath(".//span[contains(@class,'state-')]/text()")) == {word}
    assert bool(state.xpath(".//p[contains(@class,'is-bad')]")) is (word == DEBT)
    assert "\u2212" not in state.text_content()


@pytest.mark.req("REQ-3.1.V5")
@pytest.mark.parametrize("amounts", [(), ("100", "100")])
def test_who_owes_nothing_reads_so(scene, page, amounts):
    if amounts:
        charged(scene.north, amounts[0])
        paid(scene.north, amounts[1])
    text = text_of(page())
    assert NOTHING_OWED in text
    assert OVER not in text


@pytest.mark.req("REQ-3.1.V5")
def test_state_is_asked_for_on_any_day(scene, page):
    charged(scene.north, "30000", date(2025, 1, 15))
    paid(scene.north, "30000", date(2025, 2, 1))
    on_the_day = text_of(page("?state-on=2025-01-31"))
    assert "На 31 января 2025 г." in on_the_day
    assert DEBT in on_the_day
    assert NOTHING_OWED in text_of(page("?state-on=2025-02-01"))
    wrong = text_of(page("?state-on=вчера"))
    assert NOTHING_OWED not in wrong
    assert "правильную дату" in wrong


def test_what_is_overdue_is_named_apart(scene, page):
    today = timezone.localdate()
    charged(scene.north, "100", today - timedelta(days=40), due_on=today - timedelta(days=1))
    charged(scene.north, "30", today, due_on=today)
    text = " ".join(text_of(page()).replace("\u00a0", " ").split())
    assert "130,00 ₽ Задолженность" in text
    assert "Срок оплаты прошёл: 100,00 ₽" in text


@pytest.mark.req("REQ-3.1.V5")
def test_periods_lines_and_chart_tell_the_same(scene, page):
    stated(scene.north, "15000", date(2024, 12, 31))
    charged(scene.north, "30000", period=(date(2025, 1, 1), date(2025, 3, 31)), document="счёт № 7")
    paid(scene.north, "45000")
    answer = page()
    text = text_of(answer)
    for shown in ("I квартал 2025 г.", "счёт № 7", "IV квартал 2024 г.", "15\u00a0000,00\u00a0₽"):
        assert shown in text
    assert len(lines_of(answer)) == 3
    chart = answer.context_data["chart"]
    assert chart["labels"] == ["IV квартал 2024", "I квартал 2025"]
    assert {series["name"]: series["values"][-1] for series in chart["series"]} == {
        "charged": "30000.00",
        "paid": "45000.00",
        "closing": "0.00",
    }


@pytest.mark.req("REQ-3.1")
def test_another_members_fees_are_nowhere(scene, page):
    charged(scene.north, "31415.92", note="Тайное назначение")
    for query in ("", "?export=xlsx", "?lines-year=2025", "?state-on=2026-01-01"):
        answer = page(query, user=scene.outsider)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert "31\u00a0415,92" not in content.decode(errors="ignore")
        assert "Тайное" not in content.decode(errors="ignore")
    assert NOTHING_OWED in text_of(page(user=scene.outsider))


def test_lines_are_filtered_by_year_kind_and_type(scene, page):
    charged(scene.north, "1", date(2024, 5, 5))
    charged(scene.north, "2", date(2025, 5, 5), kind=fee_kind("target_fee"))
    paid(scene.north, "3", date(2025, 5, 6))
    assert len(lines_of(page())) == 3
    assert len(lines_of(page("?lines-year=2025"))) == 2
    assert "Целевой взнос" in lines_of(page("?lines-kind=target_fee"))[0]
    assert len(lines_of(page("?lines-year=2025&lines-type=payment"))) == 1
    for wrong in ("?lines-year=1999", "?lines-kind=nothing", "?lines-type=gift"):
        answer = page(wrong)
        assert lines_of(answer) == []
        assert "Фильтр задан с ошибкой" in answer.content.decode()


def test_workbook_has_quarters_and_lines_with_sums_as_numbers(scene, page):
    charged(scene.north, "30000.50", note="=1+1")
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(page("?export=xlsx").streaming_content)))
    assert book.sheet_names == [
        "Состояние расчётов",
        "По видам взносов",
        "По периодам",
        "Начисления и оплаты",
        "Размеры взносов",
    ]
    heading, row = book.get_sheet_by_name("Начисления и оплаты").to_python()
    line = dict(zip(heading, row, strict=True))
    assert (line["Дата"], line["Сумма"], line["Назначение"]) == (date(2025, 1, 15), 30000.5, "=1+1")


def test_reversal_is_seen_as_such(scene, page):
    line = charged(scene.north, "30000")
    reverse(movement=line, date=line.date, reason="начислено дважды", actor=None)
    assert any("сторно" in row and "начислено дважды" in row for row in lines_of(page()))
    assert NOTHING_OWED in text_of(page())


@pytest.mark.req("REQ-7.3")
def test_sizes_of_fees_are_shown_with_their_ground_and_term(scene, page):
    today = timezone.localdate()
    fields = {"kind": fee_kind(), "amount": Decimal(30000), "unit": "quarter"}
    FeeRate.objects.create(**fields, valid_from=today - timedelta(days=9), ground="Протокол № 12")
    FeeRate.objects.create(
        **fields, valid_from=date(2020, 1, 1), valid_to=today - timedelta(days=10), ground="Старый протокол"
    )
    text = text_of(page())
    assert "Протокол № 12" in text
    assert "Старый протокол" not in text


def test_dashboard_tells_the_debt_and_staff_may_look(scene, page):
    charged(scene.north, "30000")
    assert "30\u00a0000,00\u00a0₽" in cabinet_of(scene.member).get("/").content.decode()
    assert "30\u00a0000,00\u00a0₽" not in cabinet_of(scene.outsider).get("/").content.decode()
    assert back_office_of(scene.staff).get("/fees/").status_code == 404


@pytest.mark.parametrize("many", [1, 30])
def test_page_costs_the_same_for_one_line_and_for_many(scene, django_assert_num_queries, many):
    for number in range(many):
        charged(scene.north, "1", date(2025, 1, 15) + timedelta(days=number * 20))
    client = cabinet_of(scene.member)
    client.get("/fees/")
    with django_assert_num_queries(14):
        client.get("/fees/")
