"""What a visitor types, and which members are found by it (REQ-L.5)."""

from datetime import date, timedelta

import pytest

from lk_addon.registry.models import RegisterRow
from lk_addon.registry.public.numbers import as_number, sort_key
from lk_addon.registry.public.queries import RegisterSearch
from lk_addon.registry.public.words import words_of
from tests.factories.registry import MemberFactory
from tests.scenarios import exclude

pytestmark = pytest.mark.django_db


@pytest.fixture
def montage():
    MemberFactory(short_name="АО «Тестмост»", inn="7707083893", ogrn="1027700132195", registration_number="1903")
    return MemberFactory(
        short_name="ООО «Ёлочный монтаж-СМУ 5»",
        inn="0099000021",
        ogrn="1250099000029",
        registration_number="0902",
        registered_at=date(2025, 5, 5),
    )


@pytest.mark.req("REQ-L.5")
@pytest.mark.parametrize(
    "words",
    [
        "ёлочный монтаж",
        "ЕЛОЧНОГО МОНТАЖА",
        "ООО «Ёлочный монтаж»",
        'ооо "елочный',
        "монтаж ооо",
        "монт",
        "ёлочные мон",
        "монтаж-сму",
        "монтаж сму 5",
        "общество с ограниченной ответственностью Ёлочный",
        "0099000021",
        "0099 0000",
        "ИНН 0099000021",
        "1250099000029",
        "902",
        "№ 0902",
        "рег. № 902",
        "С-056-000099000021-0902",
        "C-056-000099000021-0902",  # a Latin C
        "056-000099000021",
        "056-902",
        "С-056-0902",
        "сро с 056 902",
    ],
)
def test_member_is_found(montage, found, words):
    assert found(q=words) == ["0902"]


@pytest.mark.parametrize("words", ["кровля", "99000021", "90", "монтаж кровли", "«»", "!!! & | :*", "ё" * 200])
def test_others_are_not(montage, found, ask, words):
    assert found(q=words) == []
    assert "Ничего не найдено" in ask(q=words)


@pytest.mark.parametrize("words", ["' OR 1=1 --", "🏗️", "а:*", "\ue000", "½" * 30, "٣٤٥٦"])
def test_hostile_words_do_no_harm(montage, ask, words):
    assert "<h1>Реестр членов</h1>" in ask(q=words)


def test_words_are_shown_back_as_text(montage, ask):
    page = ask(q='"><script>alert(1)</script>')
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_a_legal_form_alone_is_still_a_word():
    assert words_of("ООО") == ["ооо"]
    assert words_of("ООО «Ёлочный-монтаж»") == ["елочный", "монтаж"]


def test_numbers_are_told_from_words():
    assert as_number("C-056-000099000021-0902") == "с0560000990000210902"
    assert as_number("рег. № 902") == "902"
    assert as_number("СМУ-000 и 5") == ""
    assert sort_key("99") < sort_key("100") < sort_key("100-А")


def test_row_follows_the_entry(montage, found):
    montage.short_name, montage.full_name = "ООО «Кровля»", "Общество с ограниченной ответственностью «Кровля»"
    montage.save()
    assert found(q="кровля") == ["0902"]
    assert found(q="монтаж") == []


def test_entries_stored_in_bulk_are_caught_up_with(montage, found):
    from lk_addon.registry.public.rows import catch_up

    RegisterRow.objects.all().delete()
    assert found() == []
    assert catch_up() == 2
    assert found(q="902") == ["0902"]
    assert catch_up() == 0


def test_excluded_member_is_found_and_marked(montage, found, ask):
    exclude(montage)
    assert found(q="монтаж") == ["0902"]
    assert "Исключён" in ask(q="монтаж")
    assert found(q="монтаж", status="chleny") == []
    assert found(status="isklyuchennye") == ["0902"]
    assert found(status="chleny") == ["1903"]


@pytest.mark.parametrize("most_sorted", [0, 1_000])
@pytest.mark.parametrize("order", ["", "-name", "number", "-number", "date", "-date"])
def test_order_does_not_depend_on_how_many_are_found(monkeypatch, most_sorted, order):
    monkeypatch.setattr("lk_addon.registry.public.queries.MOST_SORTED", most_sorted)
    for number in (7, 30, 100):
        MemberFactory(
            short_name=f"ООО «Монтаж {200 - number}»",
            registration_number=str(number),
            registered_at=date(2025, 1, 1) + timedelta(days=number),
        )
    numbers = [row.member.registration_number for row in RegisterSearch(text="монтаж", order=order).rows()]
    by_name = order in ("", "-name")
    expected = ["100", "30", "7"] if by_name != order.startswith("-") else ["7", "30", "100"]
    assert numbers == expected
