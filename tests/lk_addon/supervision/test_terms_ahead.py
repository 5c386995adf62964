"""What control adds to the calendar of duties, the dashboard and the public card."""

import pytest
from django.test import RequestFactory

from lk_addon.cabinet.access import Entrance
from lk_addon.supervision.attention import control_attention
from lk_addon.supervision.domain import outcome
from lk_addon.supervision.domain.plan import publish_plan
from lk_addon.supervision.domain.report import return_report
from lk_addon.supervision.duties import control_duties
from tests.factories import supervision as make
from tests.scenarios import cabinet_of

pytestmark = pytest.mark.django_db


def duties(member, until=60):
    return [(duty.on, duty.kind, duty.title) for duty in control_duties(member, make.days(0), make.days(until))]


def matters(scene):
    request = RequestFactory().get("/")
    request.user = scene.member
    request.entrance = Entrance(login_label="NSS-0901-1", member=scene.north)
    return [(matter.level, matter.text) for matter in control_attention(request)]


@pytest.mark.req("REQ-3.1.V3")
def test_duties_are_the_days_of_inspections_documents_cures_measures_and_qualifications(scene, time_machine):
    time_machine.move_to("2026-06-10 09:00 +0300")
    make.notified(scene.north, start=4)
    make.with_documents(scene.north, due=5)
    make.remediated(scene.north, cure=6)
    make.disciplined(scene.north)
    make.specialist(scene.north, nok=30)
    make.notified(scene.montage, start=4)
    found = duties(scene.north)
    expected = [(4, "inspection"), (5, "inspection"), (6, "inspection"), (20, "inspection"), (30, "qualification")]
    assert sorted({(on, kind) for on, kind, _title in found}) == [(make.days(count), kind) for count, kind in expected]
    assert not any("Секретов" in title for _on, _kind, title in found)


def test_what_is_done_is_no_duty(scene, time_machine):
    time_machine.move_to("2026-06-10 09:00 +0300")
    row = make.remediated(scene.north)
    for violation in row.violations.all():
        outcome.cure_violation(violation=violation, cured_at=make.days(0), evidence="Приказ", actor=None)
    make.received(scene.north, names=["Устав"])
    assert duties(scene.north) == []


@pytest.mark.req("REQ-3.1.V10")
def test_the_report_is_a_duty_until_it_is_submitted(scene, time_machine):
    time_machine.move_to("2027-02-10 09:00 +0300")
    title = "Сдать отчёт о деятельности за 2026\u00a0год"
    assert (make.days(19), "report", title) in duties(scene.north)
    assert ("warning", "Сдайте отчёт о деятельности за 2026\u00a0год") in matters(scene)
    row = make.report(scene.north)
    assert duties(scene.north) == []
    assert matters(scene) == []
    return_report(report=row, remark="Нет раздела 3", actor=None)
    assert (make.days(19), "report", title) in duties(scene.north)


def test_the_dashboard_names_what_is_due_and_what_is_late(scene, time_machine):
    time_machine.move_to("2026-06-10 09:00 +0300")
    make.report(scene.north)
    make.remediated(scene.north, cure=3)
    make.with_documents(scene.north, due=8)
    make.specialist(scene.north, nok=2)
    time_machine.move_to("2026-06-14 09:00 +0300")
    levels = {text.partition(" ")[0]: level for level, text in matters(scene)}
    assert levels == {"Устраните": "danger", "Представьте": "warning", "Истекла": "danger"}
    assert "Секретов" not in cabinet_of(scene.member).get("/").content.decode()


@pytest.mark.req("REQ-L.6")
def test_the_public_card_shows_day_kind_result_and_measures_and_nothing_more(scene, site_client):
    make.planned(scene.montage)
    row = make.remediated(scene.north)
    outcome.recheck(inspection=row, actor=None)
    outcome.discipline(inspection=row, measure=make.measure(text="Тайна меры"), actor=None)
    html = site_client.get("/reestr/0901/").content.decode()
    for words in ("Проведённые проверки", "Внеплановая, документарная", "Выявлены нарушения", "Предупреждение"):
        assert words in html
    for secret in ("Положение о членстве", "Тайна меры", "12/К", "/inspections/"):
        assert secret not in html
    assert "Проведённые проверки" not in site_client.get("/reestr/0902/").content.decode()


@pytest.mark.req("REQ-L.6")
def test_rows_of_a_published_plan_are_public(scene, site_client, django_capture_on_commit_callbacks):
    plan = make.plan_of(make.days(5).year, published=False)
    row = make.planned(scene.north, kind="planned", start=5, plan=plan)
    address, words = "/reestr/0901/", f"{row.start:%d.%m.%Y} — {row.end:%d.%m.%Y}"
    assert words not in site_client.get(address).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        publish_plan(plan=plan, actor=scene.staff)
    assert words in site_client.get(address).content.decode()
