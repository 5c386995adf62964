"""Questions about level and right: what stands today, what more it wants, and the way to the signed application."""

from datetime import date
from decimal import Decimal

import pytest

from lk_addon.correspondence.kinds import form_of
from lk_addon.registry.domain.rights import restrict_competition, suspend_right
from lk_addon.registry.models import Category, Fund
from tests.factories.correspondence import kind_of, sent_letter
from tests.factories.rights import give_level, give_right, minutes
from tests.scenarios import cabinet_of

pytestmark = pytest.mark.django_db
APPLICATION = "/documents/new/registry_change/"


def form(member, code, **values):
    data = {"text": "Что для этого нужно?"} | values
    return form_of(code).form(data, member=member, terms=kind_of(code).terms())


@pytest.mark.req("REQ-3.1.R3")
def test_both_funds_show_what_each_higher_level_wants(scene):
    give_level(scene.north, Fund.ODO, 2, Decimal(2_500_000))
    vv, odo = form(scene.north, "level_change").funds
    assert (vv.fund, vv.level, vv.paid) == (Fund.VV, None, 0)
    assert [step.level.number for step in vv.steps] == [1, 2, 3, 4, 5]
    assert [step.top_up for step in vv.steps][:2] == [Decimal(100_000), Decimal(500_000)]
    assert (odo.level.number, odo.paid) == (2, Decimal(2_500_000))
    assert [(step.level.number, step.level.limit_rub, step.top_up) for step in odo.steps] == [
        (3, Decimal(3_000_000_000), Decimal(2_000_000)),
        (4, Decimal(10_000_000_000), Decimal(4_500_000)),
        (5, None, Decimal(22_500_000)),
    ]
    assert odo.steps[0].application.address == f"{APPLICATION}?level_odo=3"


@pytest.mark.req("REQ-3.1.R3")
def test_levels_cost_the_same_however_many_there_are(scene, django_assert_num_queries):
    give_level(scene.north, Fund.VV, 1, Decimal(100_000))
    terms, code = kind_of("level_change").terms(), "level_change"
    with django_assert_num_queries(6):
        form_of(code).form(member=scene.north, terms=terms)


@pytest.mark.req("REQ-3.1.R3")
def test_a_question_about_a_level_keeps_the_top_up_of_its_day_and_leads_to_the_application(scene):
    give_level(scene.north, Fund.ODO, 1, Decimal(200_000))
    letter = sent_letter(scene.member, scene.north, code="level_change", fund="odo", number="2")
    assert letter.thread.subject == "КФ\u00a0ОДО: второй уровень"
    assert letter.shown[-3:] == [
        ["Уровень сейчас", "первый уровень"],
        ["Внесено в фонд", "200\u00a0000,00\u00a0₽"],
        ["Доплата до нужного уровня", "2\u00a0300\u00a0000,00\u00a0₽"],
    ]
    assert form_of("level_change").leads_to(letter).address == f"{APPLICATION}?level_odo=2"


@pytest.mark.req("REQ-3.1.R3")
@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"fund": "odo", "number": "0"}, "number", "Такого уровня в этом фонде нет"),
        ({"fund": "vv", "number": "1"}, "__all__", "у вас уже есть"),
        ({"fund": "vv", "number": "7"}, "number", "корректный вариант"),
        ({"fund": "gold", "number": "1"}, "fund", "корректный вариант"),
        ({"fund": "vv", "number": "2", "text": ""}, "text", "заполнить"),
    ],
)
def test_a_level_that_cannot_be_is_refused(scene, values, field, words):
    give_level(scene.north, Fund.VV, 1, Decimal(100_000))
    refused = form(scene.north, "level_change", **values)
    assert words in " ".join(refused.errors[field])


@pytest.mark.req("REQ-3.1.R3", "REQ-3.2.1.S1")
def test_the_application_is_filled_in_with_what_was_asked(scene):
    options = {"member": scene.north, "terms": kind_of("registry_change").terms()}
    begun = form_of("registry_change").form(initial={"level_odo": "3", "right_grant": "dangerous"}, **options)
    page = str(begun)
    assert '<option value="3" selected>третий уровень: до 3\u00a0млрд\u00a0₽' in page
    assert 'value="dangerous" id="id_right_grant_1" checked' in page


@pytest.mark.req("REQ-3.1.R4")
def test_each_category_offers_the_applications_that_make_sense(scene):
    give_right(scene.north, Category.SIMPLE, Category.NUCLEAR)
    suspend_right(member=scene.north, categories=[Category.NUCLEAR], actor=None, **minutes(date(2025, 5, 5), "2"))
    shown = form(scene.north, "right_change")
    offered = {right.category.value: [one.address for one in ways] for right, ways in shown.states}
    assert offered == {
        "simple": [f"{APPLICATION}?right_terminate=simple"],
        "dangerous": [f"{APPLICATION}?right_grant=dangerous"],
        "nuclear": [f"{APPLICATION}?right_resume=nuclear", f"{APPLICATION}?right_terminate=nuclear"],
    }
    assert shown.compete.address == APPLICATION
    give_level(scene.north, Fund.ODO, 1, Decimal(200_000))
    assert form(scene.north, "right_change").compete is None
    restrict_competition(member=scene.north, actor=None, **minutes(date(2025, 5, 5), "3"))
    assert form(scene.north, "right_change").compete.address == f"{APPLICATION}?right_lift=on"


@pytest.mark.req("REQ-3.1.R4")
@pytest.mark.parametrize(
    ("wish", "category", "field", "words"),
    [
        ("right_grant", "simple", "category", "у вас уже есть"),
        ("right_resume", "simple", "category", "не приостановлено"),
        ("right_terminate", "nuclear", "category", "у вас нет"),
        ("right_grant", "", "category", "Выберите категорию"),
        ("compete", "", "wish", "вы уже можете"),
        ("fly", "simple", "wish", "корректный вариант"),
    ],
)
def test_a_wish_that_makes_no_sense_is_refused(scene, wish, category, field, words):
    give_right(scene.north)
    give_level(scene.north, Fund.ODO, 1, Decimal(200_000))
    refused = form(scene.north, "right_change", wish=wish, category=category)
    assert words in " ".join(refused.errors[field])


@pytest.mark.req("REQ-3.1.R4")
@pytest.mark.parametrize(
    ("wish", "category", "subject", "address"),
    [
        (
            "right_grant",
            "dangerous",
            "Получить право на категорию объектов: б) особо опасные, технически сложные и уникальные",
            "?right_grant=dangerous",
        ),
        ("compete", "simple", "Заключать договоры с использованием конкурентных способов", ""),
    ],
)
def test_a_question_about_a_right_leads_to_the_application(scene, wish, category, subject, address):
    letter = sent_letter(scene.member, scene.north, code="right_change", wish=wish, category=category)
    assert letter.thread.subject == subject
    assert form_of("right_change").leads_to(letter).address == APPLICATION + address


@pytest.mark.req("REQ-3.1.R3", "REQ-3.2.1.S1")
def test_the_thread_of_a_question_leads_who_may_write_to_the_application(scene):
    letter = sent_letter(scene.member, scene.north, code="level_change", fund="odo", number="2")
    page = cabinet_of(scene.colleague).get(f"/correspondence/{letter.thread_id}/").text
    assert f'href="{APPLICATION}?level_odo=2"' in page
    assert cabinet_of(scene.outsider).get(f"/correspondence/{letter.thread_id}/").status_code == 404
    plain = sent_letter(scene.member, scene.north)
    assert APPLICATION not in cabinet_of(scene.member).get(f"/correspondence/{plain.thread_id}/").text


@pytest.mark.parametrize(
    ("code", "section", "words"),
    [
        ("level_change", "requests", ["КФ\u00a0ВВ", "Доплатить", "Сейчас уровня нет"]),
        ("right_change", "requests", ["Право выполнять работы сейчас", "нет уровня в КФ"]),
        ("extract", "requests", ["https://reestr.nostroy.ru/", "noopener noreferrer"]),
        ("accounting", "requests", ["Задолженности нет", "оператора ЭДО"]),
        ("general", "requests", ["Текст"]),
        ("registry_change", "documents", ["Сейчас в реестре", "Образцов Олег Олегович", "третий уровень"]),
        ("signed_other", "documents", ["ещё не опубликован"]),
        ("letter", "documents", ["Исполнить до"]),
    ],
)
@pytest.mark.req("REQ-3.1.R3", "REQ-3.1.R4", "REQ-3.1.R6", "REQ-3.1.R7", "REQ-3.1.R8", "REQ-3.2.2.N11")
def test_each_form_has_its_page_closed_to_strangers(scene, code, section, words):
    address = f"/{section}/new/{code}/"
    page = cabinet_of(scene.member).get(address).text
    assert [word for word in words if word not in page] == []
    assert cabinet_of(scene.excluded).get(address).status_code != 200
    assert "Сейчас в реестре" not in cabinet_of(scene.stranger).get(address).text


@pytest.mark.req("REQ-L.4", "REQ-3.2.1.S1")
@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2025-06-02", "Срок сообщения прошёл 5 июня 2025"),
        ("2099-06-01", "Сообщить нужно до 4 июня 2099"),
        ("", "Рабочих дней на это: 3"),
        ("завтра", "Рабочих дней на это: 3"),
    ],
)
def test_the_term_is_told_while_the_day_is_chosen(scene, day, words):
    answer = cabinet_of(scene.member).get("/documents/term/registry_change/", {"event_on": day})
    assert words in answer.text.replace("\u00a0", " ")
    assert cabinet_of(scene.member).get("/documents/term/nothing/").status_code == 404


@pytest.mark.req("REQ-3.2.1.S1")
def test_an_application_half_filled_in_is_kept_and_told_what_is_wrong(scene):
    browser, key = cabinet_of(scene.member), "3f2504e0-4f89-41d3-9a0c-0305e82c3310"
    typed = {"draft-id": key, "draft-version": "0", "phones": "+7 (000) 000-00-09", "event_on": "2999-01-01"}
    answer = browser.post("/documents/new/registry_change/", typed | {"draft-act": "send"})
    assert answer.status_code == 422
    assert "уже произошло" in answer.text
    assert 'value="+7 (000) 000-00-09"' in browser.get(f"/correspondence/drafts/{key}/").text
