"""Search as a visitor uses it."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from cms.users.groups import APPROVERS, EDITORS
from home.news.models import NewsDocument
from tests.factories.files import make_document
from tests.factories.news import make_news
from tests.factories.regulations import edition, regulation
from tests.factories.sessions import signed_in_client
from tests.factories.staff import desk, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("prepared_site")]

QUERIES = 9


@pytest.fixture
def find(site_client):
    """Search and return the page's text, its tags for <mark> included."""

    def search(query, **parameters):
        response = site_client.get("/poisk/", {"q": query} | parameters)
        assert response.status_code == 200
        return response.content.decode()

    return search


def links(page):
    """Addresses of the results, in their order."""
    return re.findall(r'class="entry-title">\s*<a href="([^"]+)"', page)


def test_words_are_found_in_any_form_and_case(find):
    make_news("Об уплате взносов", slug="vznosy")
    make_news("О погоде", slug="pogoda")

    for query in ["взнос", "ВЗНОСЫ", "уплатой взносов", "«взносы»", "№\u00a0взнос", "взнос\u00a0уплата", "  взнос  "]:
        assert links(find(query)) == ["/novosti/vznosy/"], query


def test_yo_is_e(find):
    make_news("Новогодняя ёлка", slug="yolka")
    make_news("Елка у союза", slug="elka")
    make_news("Все готово", slug="gotovo")

    for query in ("елка", "ЁЛКИ"):
        assert set(links(find(query))) == {"/novosti/yolka/", "/novosti/elka/"}
    assert links(find("всё готово")) == ["/novosti/gotovo/"]


def test_words_found_are_marked_and_everything_else_is_escaped(find):
    make_news("Отчёт <script>alert(1)</script>", summary="Сдавайте отчёты & справки <b>вовремя</b>", slug="otchet")

    page = find("отчет")

    assert "<mark>Отчёт</mark>" in page
    assert "<mark>отчёты</mark> &amp; справки" in page
    assert "<script>alert" not in page
    assert "<b>вовремя" not in page


@pytest.mark.req("REQ-7.2")
def test_clause_is_found_by_number_and_by_words(find):
    edition(regulation())

    for query in ["2.5", "п. 2.5", "п.2.5", "пункт 2.5", "П.\u00a02.5.", "потерянных инструментов"]:
        assert links(find(query))[0] == "/dokumenty/masterskaya/#p-2.5", query


def test_only_the_edition_in_force_is_searched(find):
    page = regulation()
    edition(page, days=-100, number=1, text="1. РАЗДЕЛ\n\n1.1. Прежнее правило о стамесках.\n")
    edition(page, days=-1, number=2, text="1. РАЗДЕЛ\n\n1.1. Новое правило о стамесках.\n")

    assert links(find("стамеска")) == ["/dokumenty/masterskaya/#p-1.1"]
    assert "Новое" in find("стамеска")


def test_document_of_a_visible_page_is_found(find):
    page = make_news("Собрание")
    document = make_document("Повестка общего собрания", name="povestka.txt")
    NewsDocument.objects.create(page=page, document=document)
    page.save_revision().publish()

    assert document.url in links(find("повестка"))


def test_document_of_a_draft_or_of_a_private_collection_is_not_found(find):
    draft = make_news("Черновик")
    NewsDocument.objects.create(page=draft, document=make_document("Канарейка черновика"))
    draft.save_revision().publish()
    draft.unpublish()
    collection = Collection.get_first_root_node().add_child(name="Закрытая")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    page = make_news("Открытая")
    NewsDocument.objects.create(page=page, document=make_document("Канарейка закрытая", collection=collection))
    page.save_revision().publish()

    assert links(find("канарейка")) == []
    assert "ничего не найдено" in find("канарейка")


def test_draft_private_expired_and_coming_pages_are_not_found(find):
    make_news("Канарейка черновик").unpublish()
    private = make_news("Канарейка закрытая")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.PASSWORD, password="x")
    edition(regulation(title="Документ"), days=40, text="1. РАЗДЕЛ\n\n1.1. Канарейка будущая.\n")
    edition(regulation(slug="drugoy", title="Другой"), live=False, text="1. РАЗДЕЛ\n\n1.1. Канарейка неизданная.\n")
    SearchPromotion.objects.create(query=Query.get("канарейка"), page=private, description="Канарейка сверху")

    page = find("канарейка")

    assert links(page) == []
    assert page.count("анарейка") == page.count("«канарейка»") + page.count('value="канарейка"') + page.count(
        "<title>канарейка"
    ) + page.count('content="канарейка')


def test_kinds_narrow_the_results(find):
    edition(regulation())
    make_news("Инструмент в мастерской", slug="instrument")

    assert set(links(find("инструмент", tip="stranitsy"))) == {"/novosti/instrument/"}
    assert all("#p-" in link for link in links(find("инструмент", tip="punkty")))


def test_title_counts_more_than_text(find):
    make_news("Прочее", summary="Здесь мельком сказано о семинаре для всех желающих", slug="melkom")
    make_news("Семинар", slug="seminar")

    assert links(find("семинар"))[0] == "/novosti/seminar/"


def test_results_are_paged(find):
    for number in range(12):
        make_news(f"Семинар {number}", slug=f"seminar-{number}")

    assert len(links(find("семинар"))) == 10
    assert len(links(find("семинар", page=2))) == 2
    assert set(links(find("семинар"))).isdisjoint(links(find("семинар", page=2)))


def test_promoted_result_stands_on_top(find):
    page = make_news("Порядок вступления", slug="vstuplenie")
    SearchPromotion.objects.create(query=Query.get("Приём в члены"), page=page, description="С чего начать")
    outside = SearchPromotion.objects.create(
        query=Query.get("приём в члены"), external_link_url="https://example.com/", external_link_text="Закон"
    )

    text = find("ПРИЕМ В ЧЛЕНЫ")

    assert "С чего начать" in text
    assert outside.external_link_url in text


def test_editor_makes_a_promoted_result_and_an_outsider_does_not(find):
    page = make_news("Порядок вступления", slug="vstuplenie")
    form = {"query_string": "как вступить"}
    form |= {
        f"editors_picks-{name}": value
        for name, value in (("TOTAL_FORMS", 1), ("INITIAL_FORMS", 0), ("MIN_NUM_FORMS", 0), ("MAX_NUM_FORMS", 1000))
    }
    form |= {
        f"editors_picks-0-{name}": value
        for name, value in (
            ("page", page.pk),
            ("description", "С чего начать"),
            ("ORDER", 1),
            ("external_link_url", ""),
            ("external_link_text", ""),
            ("DELETE", ""),
        )
    }

    for person in (signed_in_client(make_staff()), signed_in_client(make_staff(APPROVERS))):
        assert person.post("/admin/searchpicks/add/", form).status_code in (302, 403)
        assert "С чего начать" not in find("Как вступить")
    assert desk(EDITORS).post("/admin/searchpicks/add/", form).status_code == 302

    assert "С чего начать" in find("Как вступить")


def test_nothing_found_suggests_what_is_similar(find):
    make_news("Расписание семинаров", slug="seminary")

    page = find("семинары по марсоходам")

    assert "ничего не найдено" in page
    assert links(page) == ["/novosti/seminary/"]


def test_wrong_keyboard_layout_is_recognised(find):
    make_news("Регламент работы")

    assert "регламент" in find("htukfvtyn")
    assert "раскладка" in find("htukfvtyn")


def test_empty_query_shows_help(site_client):
    for address in ("/poisk/", "/poisk/?q=", "/poisk/?q=%20%C2%A0", "/poisk/?q=«»"):
        page = site_client.get(address)
        assert page.status_code == 200
        assert "Формы слов" in page.content.decode()


HOSTILE = [
    "\x00",
    "взнос\x00",
    "а" * 10_000,
    "слово " * 2_000,
    "!!! & | <-> :* ( ) \\ ' \" %",
    "взнос' OR 1=1 --",
    "-взнос",
    "взнос | погода",
    "взнос:*",
    "1.2.3.4.5.6.7.8.9",
    "999999999999999999999999.1",
    "🏗️ стройка",
    "\ue000взнос\ue001",
    "и",
    "\ud7ff\u202e\ufeff",
    "п.",
]


def test_hostile_queries_do_no_harm(find):
    make_news("Об уплате взносов")

    for query in HOSTILE:
        assert "<h1>Поиск</h1>" in find(query), query[:20]


def test_no_such_page_or_kind_is_404(site_client):
    make_news("Об уплате взносов")

    for parameters in [{"page": "0"}, {"page": "x"}, {"page": "99"}, {"tip": "x"}, {"tip": "\x00"}]:
        assert site_client.get("/poisk/", {"q": "взнос"} | parameters).status_code == 404, parameters


def test_coming_news_is_found_from_its_time_on(find):
    page = make_news("Завтрашняя новость", slug="zavtra")
    page.unpublish()
    page.go_live_at = timezone.now() + timedelta(days=1)
    page.save_revision().publish()

    assert links(find("завтрашняя")) == []


@pytest.mark.parametrize("count", [1, 3])
def test_search_costs_the_same_for_one_and_for_many(site_client, count):
    for number in range(count):
        document = make_document(f"Семинар: программа {number}", name=f"{number}.txt")
        page = make_news(f"Семинар {number}")
        NewsDocument.objects.create(page=page, document=document)
        page.save_revision().publish()
        edition(regulation(slug=f"r-{number}"), text="1. ОБЩЕЕ\n\n1.1. Семинар проводят.\n")
    find = {"q": "семинар"}
    site_client.get("/poisk/", find)

    with CaptureQueriesContext(connection) as queries:
        site_client.get("/poisk/", find)

    assert len(queries) == QUERIES, "\n".join(query["sql"] for query in queries)
