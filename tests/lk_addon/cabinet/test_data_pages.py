"""The kit of data pages, tried on a page of feedback: any model with rows of two owners does."""

from contextlib import contextmanager
from io import BytesIO
from urllib.parse import parse_qs, urlsplit
from zipfile import ZipFile

import django_filters
import django_tables2 as tables
import pytest
from django.core import signing
from django.test import RequestFactory
from django.urls import set_urlconf
from lxml import html as lxml_html
from python_calamine import CalamineWorkbook

from lk_addon.cabinet import banners, datapages, reported_block
from lk_addon.cabinet.access import Entrance
from lk_addon.cabinet.columns import DayColumn
from lk_addon.cabinet.models import Feedback
from tests.scenarios import back_office_of, cabinet_of


class RemarkTable(tables.Table):
    sent_at = DayColumn()

    class Meta:
        model = Feedback
        fields = ["sent_at", "login_label", "text"]


class RemarkFilter(django_filters.FilterSet):
    class Meta:
        model = Feedback
        fields = ["login_label"]


class Remarks(datapages.DataListView):
    title = "Замечания"
    clause = "3.1"
    block = "remarks"
    table_class = RemarkTable
    filterset_class = RemarkFilter
    empty_title = "Замечаний не было"

    def get_queryset(self):
        return Feedback.objects.filter(organisation=str(self.member))


class TwoTables(Remarks):
    def get_blocks(self):
        common = {"table_class": RemarkTable, "filterset_class": RemarkFilter}
        return [
            datapages.DataBlock(
                self.request, code=code, title=code, prefix=code, rows=Feedback.objects.filter(page=code), **common
            )
            for code in ("left", "right")
        ]


@pytest.fixture
def remarks(scene):
    def make(count, member=scene.north, **fields):
        rows = [{"text": f"Замечание {number:03}", "login_label": "NSS-0901-1"} | fields for number in range(count)]
        Feedback.objects.bulk_create(Feedback(sent_by=scene.member, organisation=str(member), **one) for one in rows)

    return make


@pytest.fixture
def page(scene, settings, monkeypatch):
    monkeypatch.setattr(banners, "_functions", {})  # what other apps ask on every page

    def get(query="", view=Remarks):
        request = RequestFactory().get(f"/remarks/{query}", headers={"host": settings.LK_HOST})
        request.urlconf = settings.LK_URLCONF
        request.user = scene.member
        request.session = {}
        request.entrance = Entrance(login_label="NSS-0901-1", member=scene.north, members=(scene.north,))
        with override(settings.LK_URLCONF):
            answer = view.as_view()(request)
            return answer.render() if hasattr(answer, "render") else answer

    return get


@contextmanager
def override(urlconf):
    set_urlconf(urlconf)
    yield
    set_urlconf(None)


def rows_of(answer):
    return [
        [cell.text_content().strip() for cell in row]
        for row in lxml_html.fromstring(answer.content).xpath("//tbody/tr")
    ]


def sheet_of(answer):
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer.streaming_content)))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


@pytest.mark.req("REQ-3.1")
def test_page_shows_own_rows_with_clause_date_and_way_to_report_an_error(page, remarks, scene):
    remarks(2)
    remarks(3, member=scene.montage, text="Чужое")
    answer = page()
    assert len(rows_of(answer)) == 2
    html = answer.content.decode()
    assert "Чужое" not in html
    for shown in ("п.&nbsp;3.1", "Данные на", "Сообщить об ошибке в данных", "Записей: 2"):
        assert shown in html


def test_nothing_yet_nothing_found_and_a_wrong_filter_are_told_apart(page, remarks):
    assert "Замечаний не было" in page().content.decode()
    remarks(1)
    assert "ничего не подошло" in page("?login_label=NSS-9").content.decode()
    with_choices = type("Choices", (RemarkFilter,), {"sent_at": django_filters.DateFilter()})
    wrong = page("?sent_at=вчера", type("View", (Remarks,), {"filterset_class": with_choices}))
    assert rows_of(wrong) == []
    assert "Фильтр задан с ошибкой" in wrong.content.decode()


def test_rows_are_cut_and_sorted_by_the_database(page, remarks, django_assert_num_queries):
    remarks(60)
    page()
    with django_assert_num_queries(5):
        first = rows_of(page("?sort=-text"))
    assert [len(first), first[0][2]] == [25, "Замечание 059"]
    assert len(rows_of(page("?sort=text&page=3"))) == 10
    assert rows_of(page("?sort=text&page=999"))[-1][2] == "Замечание 059"
    assert len(rows_of(page("?per_page=50"))) == 50
    assert len(rows_of(page("?per_page=100000"))) == 25
    assert len(rows_of(page("?print=1"))) == 60


def test_one_row_costs_what_many_cost(page, remarks, django_assert_num_queries):
    remarks(1)
    page()
    with django_assert_num_queries(5):
        page()


def test_heading_says_how_the_table_is_sorted(page, remarks):
    remarks(1)
    headings = lxml_html.fromstring(page("?sort=-text").content).xpath("//th")
    assert [heading.get("aria-sort") for heading in headings] == [None, None, "descending"]


def test_equal_rows_keep_their_places_between_pages(page, remarks):
    remarks(40, text="Одинаковое")
    ids = set()
    for number in (1, 2):
        answer = page(f"?sort=text&page={number}")
        ids |= {row.record.pk for row in answer.context_data["blocks"][0].page.object_list}
    assert len(ids) == 40


def test_export_has_every_filtered_row_as_text_and_no_formula(page, remarks, scene):
    remarks(30)
    remarks(1, text='=HYPERLINK("http://bad.example","x")', login_label="0042")
    remarks(1, member=scene.montage, text="Чужое")
    sheet = sheet_of(page("?export=xlsx"))["Замечания"]
    assert sheet[0] == ["Когда", "От кого", "Сообщение"]
    assert len(sheet) == 32
    assert "Чужое" not in str(sheet)
    assert sheet_of(page("?export=xlsx&login_label=0042"))["Замечания"][1][1:] == [
        "0042",
        '=HYPERLINK("http://bad.example","x")',
    ]
    with ZipFile(BytesIO(b"".join(page("?export=xlsx").streaming_content))) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
        assert not [name for name in book.namelist() if "hyperlink" in name.lower()]


def test_two_tables_of_a_page_do_not_disturb_each_other(page, remarks):
    remarks(30, page="left")
    remarks(2, page="right", login_label="R")
    answer = page("?left-page=2&right-login_label=R&right-sort=text", TwoTables)
    assert len(rows_of(answer)) == 5 + 2
    kept = answer.context_data["blocks"][0].kept_parameters
    assert kept == [("right-login_label", "R"), ("right-sort", "text")]
    assert set(sheet_of(page("?export=xlsx", TwoTables))) == {"left", "right"}
    assert set(sheet_of(page("?export=xlsx&block=right", TwoTables))) == {"right"}


@pytest.mark.req("REQ-3.3")
def test_error_in_data_reaches_staff_with_its_block(scene, page, remarks):
    remarks(1)
    link = lxml_html.fromstring(page().content).xpath("//a[contains(@class,'cab-report')]/@href")[0]
    client = cabinet_of(scene.member)
    asked = client.get(link).content.decode()
    assert "«Замечания»" in asked
    assert 'value="/remarks/"' in asked
    client.post(link, {"page": "/remarks/", "text": "Не та дата"})
    row = Feedback.objects.get(text="Не та дата")
    assert (row.block, row.block_code) == ("Замечания", "remarks")
    assert "Замечания" in back_office_of(scene.staff).get("/admin/cabinet/feedback/").content.decode()


@pytest.mark.parametrize("salt", ["another", reported_block.SALT])
def test_a_block_that_we_did_not_name_is_ignored(scene, salt):
    about = signing.dumps(["/x/", "code", "Позвоните мошеннику"], salt=salt)
    forged = about[:-3] + "AAA" if salt == reported_block.SALT else about
    html = cabinet_of(scene.member).get("/feedback/", {"about": forged}).content.decode()
    assert "мошеннику" not in html


def test_address_of_a_reported_block_is_read_back(settings):
    with override(settings.LK_URLCONF):
        address = reported_block.address(page="/funds/", code="funds", title="Взносы")
    about = parse_qs(urlsplit(address).query)["about"][0]
    assert reported_block.read(about) == reported_block.ReportedBlock("/funds/", "funds", "Взносы")
