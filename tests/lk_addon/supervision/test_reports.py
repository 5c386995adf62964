"""Annual reports: what was submitted, what the SRO said of it."""

import pytest
from django.core.exceptions import ValidationError

from lk_addon.supervision.domain.report import accept_report, return_report, start_review
from lk_addon.supervision.models import ReportVersion
from tests.factories import supervision as make
from tests.factories.files import PDF
from tests.scenarios import cabinet_of

pytestmark = [pytest.mark.django_db, pytest.mark.req("REQ-3.1.V10")]


def test_versions_and_remarks_are_read_by_year(scene):
    row = make.report(scene.north)
    return_report(report=row, remark="Нет раздела 3", actor=scene.staff)
    make.report(scene.north, name="Отчёт исправленный.pdf")
    accept_report(report=row, actor=scene.staff)
    client = cabinet_of(scene.member)
    assert "Утверждён" in client.get("/reports/").content.decode()
    html = client.get(f"/reports/{row.year}/").content.decode()
    for words in ("<td >1</td>", "<td >2</td>", "Нет раздела 3", "Отчёт исправленный.pdf", "больше не изменяется"):
        assert words in html
    assert scene.staff.last_name not in html
    version = ReportVersion.objects.get(report=row, number=2)
    assert b"".join(client.get(f"/reports/versions/{version.pk}/").streaming_content) == PDF


def test_another_members_report_is_not_there(scene):
    row = make.report(scene.north)
    client = cabinet_of(scene.outsider)
    assert client.get(f"/reports/{row.year}/").status_code == 404
    assert client.get(f"/reports/versions/{row.versions.get().pk}/").status_code == 404
    assert "Отчётов пока нет" in client.get("/reports/").content.decode()


def test_an_accepted_report_changes_no_more(scene):
    row = accept_report(report=make.report(scene.north), actor=None)
    for act in (
        lambda: make.report(scene.north),
        lambda: start_review(report=row, actor=None),
        lambda: return_report(report=row, remark="Поздно", actor=None),
    ):
        with pytest.raises(ValidationError, match="утверждён"):
            act()


def test_a_year_that_is_not_over_has_no_report(scene):
    with pytest.raises(ValidationError, match="не закончился"):
        make.report(scene.north, year=make.days(0).year)


@pytest.mark.parametrize(
    ("today", "words"),
    [("2027-02-10", "нужно сдать до 1 марта 2027"), ("2027-03-01", "нужно сдать"), ("2027-03-02", "срок истёк")],
)
def test_the_awaited_year_is_named_with_its_day(scene, time_machine, today, words):
    time_machine.move_to(f"{today} 09:00 +0300")
    client = cabinet_of(scene.member)
    assert words in client.get("/reports/").content.decode()
    return_report(report=make.report(scene.north, year=2026), remark="Нет раздела 3", actor=None)
    assert words in client.get("/reports/").content.decode()
    make.report(scene.north, year=2026)
    assert words not in client.get("/reports/").content.decode()
