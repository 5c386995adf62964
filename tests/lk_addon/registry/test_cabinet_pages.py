"""The register's pages in the cabinet: the entry, the rights with the levels, the funds."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook

from lk_addon.registry.domain.membership import correct_entry
from lk_addon.registry.domain.rights import restrict_competition, suspend_right
from lk_addon.registry.models import Category, Fund, Member, MemberHead
from lk_addon.registry.reminders import duties_of
from tests.factories.registry import MemberFactory
from tests.factories.rights import ADMITTED, give_level, give_right, minutes, pay
from tests.scenarios import cabinet_of

pytestmark = pytest.mark.django_db

PAGES = ["/organization/", "/rights/", "/funds/"]


def words(answer):
    return " ".join(answer.content.decode().replace("&nbsp;", " ").replace("\u00a0", " ").split())


def correct(member, on, **values):
    fresh = Member.objects.get(pk=member.pk)
    for name, value in values.items():
        setattr(fresh, name, value)
    return correct_entry(member=fresh, actor=None, ground="заявление № 5", entered_on=on)


@pytest.fixture
def north(scene):
    give_right(scene.north, Category.SIMPLE, Category.DANGEROUS)
    give_level(scene.north, Fund.VV, 2, 500_000)
    return scene.north


@pytest.mark.req("REQ-3.1")
@pytest.mark.parametrize("path", PAGES)
def test_pages_carry_clause_date_print_and_a_way_to_report_an_error(scene, north, path):
    html = words(cabinet_of(scene.member).get(path))
    for shown in ("#p-3.1", "Сообщить об ошибке в данных", "Печать"):
        assert shown in html
    assert "Данные на" in html or "Показаны на" in html


@pytest.mark.req("REQ-3.1.V1")
def test_the_entry_links_to_its_public_card_and_cannot_be_edited(scene):
    client = cabinet_of(scene.member)
    html = words(client.get("/organization/"))
    assert "http://np-ss.localhost/reestr/0901/" in html
    assert 'href="/organization/change/"' in html
    assert client.post("/organization/", {"short_name": "Иначе"}).status_code == 405


@pytest.mark.req("REQ-3.1.V1")
def test_the_card_of_a_day_and_what_changed_since(scene):
    correct(scene.north, date(2025, 6, 1), phones="+7 (000) 000-00-02")
    correct(scene.north, date(2025, 7, 1), phones="+7 (000) 000-00-03")
    client = cabinet_of(scene.member)
    html = words(client.get("/organization/?on=2025-06-15"))
    card, changes = html.split("Изменения после 15.06.2025")
    assert "000-00-02" in card
    assert "000-00-03" not in card
    assert "<del>+7 (000) 000-00-02</del> → <ins>+7 (000) 000-00-03</ins>" in changes
    today = words(client.get("/organization/"))
    assert today.index("000-00-03") < today.index("История изменений")
    assert today.count("заявление № 5") == 2


@pytest.mark.req("REQ-3.1.V1")
@pytest.mark.parametrize("asked", ["2025-03-02", "2999-01-01", "вчера"])
def test_a_day_that_the_register_does_not_know_is_refused(scene, asked):
    html = words(cabinet_of(scene.member).get("/organization/", {"on": asked}))
    assert "invalid-feedback" in html
    assert "Карточка показана такой" not in html


@pytest.mark.req("REQ-1.1.e")
def test_several_heads_and_none_are_shown(scene):
    MemberHead.objects.create(
        member=scene.north, position="Управляющая организация", full_name="ООО «Пример»", since=date(2025, 5, 1)
    )
    client = cabinet_of(scene.member)
    html = words(client.get("/organization/"))
    assert "Руководители" in html
    assert "ООО «Пример»" in html
    scene.north.heads.update(until=timezone.localdate() - timedelta(days=1))
    assert "нет сведений о руководителе с действующими полномочиями" in words(client.get("/organization/"))


@pytest.mark.req("REQ-3.1.V2")
def test_rights_and_levels_are_told_in_words(scene, north):
    html = words(cabinet_of(scene.member).get("/rights/"))
    assert html.count("state-good") == 2
    assert "второй уровень" in html
    assert "не более 500 млн ₽ по одному договору" in html
    assert "Взнос в КФ ОДО не внесён, участие в конкурентных закупках недоступно" in html
    assert "Совет СРО, протокол № 1 от 03.03.2025" in html
    assert "второй — ваш" in html
    assert "ст. 55.16" in html


@pytest.mark.req("REQ-3.1.V2")
def test_a_suspension_is_told_on_every_page_to_that_member_alone(scene, north):
    suspend_right(member=north, actor=None, **minutes(date(2026, 1, 12)))
    client = cabinet_of(scene.member)
    for path in ("/", "/help/", "/feedback/", *PAGES):
        assert "приостановлено с 12.01.2026" in words(client.get(path)), path
        assert "cab-notice-danger" not in words(cabinet_of(scene.outsider).get(path))


@pytest.mark.req("REQ-3.1.V2")
def test_a_restriction_on_competition_is_told_with_its_term(scene, north):
    give_level(north, Fund.ODO, 1, 200_000)
    client = cabinet_of(scene.member)
    assert "можно заключать" in words(client.get("/rights/"))
    last = timezone.localdate() + timedelta(days=5)
    restrict_competition(member=north, actor=None, **minutes(date(2026, 1, 12), until=last))
    assert "участие ограничено</span> с 12 января 2026 г. по" in words(client.get("/rights/"))


@pytest.mark.req("REQ-3.1.V4")
def test_contributions_have_a_table_a_sum_and_the_level_that_follows(scene, north):
    pay(north, Fund.VV, "250000.50", kind="additional")
    html = words(cabinet_of(scene.member).get("/funds/"))
    assert html.count("750 000,50 ₽") == 2
    assert "дополнительный взнос" in html
    assert "второй — не более 500 млн ₽ по одному договору" in html
    assert "нужно довнести 749 999,50 ₽" in html
    assert "Взнос в КФ ОДО не внесён" in html


@pytest.mark.req("REQ-3.1.V4")
@pytest.mark.req("REQ-3.1.V1")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("/funds/?export=xlsx&block=contributions-vv", "платёжное поручение № 1"),
        ("/organization/?export=xlsx&block=entry", "Является членом"),
        ("/organization/?export=xlsx&block=changes", "Телефоны: — → +7"),
        ("/rights/?export=xlsx&block=decisions", "наделение правом"),
        ("/rights/?export=xlsx&block=levels", "КФ ВВ"),
    ],
)
def test_every_block_comes_as_a_workbook(scene, north, query, expected):
    correct(north, date(2025, 6, 1), phones="+7")
    answer = cabinet_of(scene.member).get(query)
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer.streaming_content)))
    cells = [str(cell) for row in book.get_sheet_by_index(0).to_python() for cell in row]
    assert any(expected in cell.replace("\u00a0", " ") for cell in cells)


@pytest.mark.req("REQ-3.1")
@pytest.mark.parametrize(
    "path", [*PAGES, "/funds/?export=xlsx", "/rights/?export=xlsx", "/organization/?on=2025-06-15"]
)
def test_nothing_of_another_member_is_shown(scene, path):
    give_right(scene.north)
    pay(scene.north, Fund.VV, 333_777, document="поручение севера")
    correct(scene.north, date(2025, 7, 1), phones="телефон севера")
    answer = cabinet_of(scene.outsider).get(path)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if "export" in path:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        content = str([book.get_sheet_by_name(name).to_python() for name in book.sheet_names]).encode()
    for secret in ("севера", "333", "0901"):
        assert secret not in content.decode()


@pytest.mark.req("REQ-L.4")
def test_a_statement_names_old_and_new_and_the_deadline(scene):
    client = cabinet_of(scene.member)
    Member.objects.filter(pk=scene.north.pk).update(website="https://old.example.com")
    form = {"event_on": "2026-03-02", "document": "лист записи", "website": "https://new.example.com"}
    html = words(client.post("/organization/change/", form))
    assert "https://old.example.com</td> <td>https://new.example.com" in html
    assert "Срок сообщения прошёл 5 марта 2026 г." in html
    on_time = words(client.post("/organization/change/", form | {"event_on": timezone.localdate().isoformat()}))
    assert "Сообщить нужно не позднее" in on_time
    assert "№ 315-ФЗ" in on_time
    assert Member.objects.get(pk=scene.north.pk).website == "https://old.example.com"


@pytest.mark.req("REQ-L.4")
@pytest.mark.parametrize(
    "fields",
    [
        {"event_on": ""},
        {"event_on": (timezone.localdate() + timedelta(days=3)).isoformat()},
        {"website": ""},
        {"website": "не адрес"},
    ],
)
def test_a_statement_without_event_or_change_is_refused(scene, fields):
    form = {"event_on": "2026-03-02", "document": "лист записи", "website": "https://new.example.com"} | fields
    html = words(cabinet_of(scene.member).post("/organization/change/", form))
    assert "Подготовить заявление" in html


@pytest.mark.parametrize(("path", "queries"), [("/organization/", 10), ("/rights/", 14), ("/funds/", 14)])
def test_pages_cost_the_same_for_one_row_and_for_many(scene, north, django_assert_num_queries, path, queries):
    client = cabinet_of(scene.member)
    correct(north, date(2025, 6, 1), phones="2")
    client.get(path)
    with django_assert_num_queries(queries):
        client.get(path)
    for number in range(4):
        pay(north, Fund.VV, 1_000 + number)
        correct(north, date(2025, 6, 1), phones=f"2{number}")
        give_right(MemberFactory(), day=ADMITTED)
    give_right(north, Category.NUCLEAR)
    with django_assert_num_queries(queries):
        client.get(path)


@pytest.mark.req("REQ-1.1.e")
def test_the_dashboard_asks_about_suspension_and_head(scene, north):
    client = cabinet_of(scene.member)
    assert "Устраните нарушения" not in words(client.get("/"))
    suspend_right(member=north, actor=None, **minutes(date(2026, 1, 12)))
    north.heads.update(until=timezone.localdate() - timedelta(days=1))
    html = words(client.get("/"))
    assert "Устраните нарушения, из-за которых приостановлено право" in html
    assert "Сообщите о руководителе" in html
    assert "Устраните нарушения" not in words(cabinet_of(scene.outsider).get("/"))


def test_the_end_of_authority_is_a_duty_unless_somebody_follows(scene):
    today = timezone.localdate()
    head = scene.north.heads.get()
    head.until = today + timedelta(days=10)
    head.save()
    term = (scene.north, today, today + timedelta(days=30))
    assert [duty.on for duty in duties_of(*term)] == [head.until]
    assert not list(duties_of(scene.north, today, today + timedelta(days=9)))
    MemberHead.objects.create(member=scene.north, position="Директор", full_name="Новый", since=head.until)
    assert not list(duties_of(*term))
