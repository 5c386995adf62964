"""Inspections in the cabinet: the member sees its own from the notice on, and nobody else does."""

from io import BytesIO
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from cms.audit.models import AuditEntry
from lk_addon.supervision.domain import inspection, outcome
from tests.factories import supervision as make
from tests.factories.files import PDF
from tests.scenarios import cabinet_of

pytestmark = [pytest.mark.django_db, pytest.mark.req("REQ-3.1.V3")]


def test_list_names_kind_dates_act_and_state(scene):
    make.with_act(scene.north)
    make.with_act(scene.montage)
    html = cabinet_of(scene.member).get("/inspections/").content.decode()
    assert html.count("от\u00a0") == 1
    for words in ("Внеплановая, документарная", "12/К", "Составлен акт", "Нарушений не выявлено"):
        assert words in html


def test_list_is_filtered_and_exported(scene):
    make.with_act(scene.north)
    make.notified(scene.north)
    client = cabinet_of(scene.member)
    html = client.get("/inspections/", {"state": "notified"}).content.decode()
    assert "Записей: 1" in html
    assert "12/К" not in html
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(client.get("/inspections/?export=xlsx").streaming_content)))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[0][:4] == ["№", "Состояние", "Вид", "Форма"]
    assert {row[1] for row in rows[1:]} == {"Составлен акт", "Член уведомлён"}


def test_nothing_is_seen_before_the_notice_but_rows_of_a_published_plan(scene):
    hidden = make.planned(scene.north)
    draft = make.plan_of(make.days(3).year, published=False)
    row = make.planned(scene.north, kind="planned", start=3, plan=draft)
    client = cabinet_of(scene.member)
    assert "Проверок не было" in client.get("/inspections/").content.decode()
    assert client.get(f"/inspections/{hidden.pk}/").status_code == 404
    assert client.get(f"/inspections/{row.pk}/").status_code == 404
    draft.published_at = "2026-01-01T00:00Z"
    draft.save()
    assert client.get(f"/inspections/{row.pk}/").status_code == 200
    inspection.notify(inspection=hidden, basis_no="1", basis_date=hidden.start, actor=None)
    assert client.get(f"/inspections/{hidden.pk}/").status_code == 200


def test_card_shows_documents_act_violations_terms_and_measures(scene):
    row = make.remediated(scene.north)
    outcome.recheck(inspection=row, actor=None)
    outcome.discipline(inspection=row, measure=make.measure(text="Устранить за месяц"), actor=None)
    html = cabinet_of(scene.member).get(f"/inspections/{row.pk}/").content.decode()
    for words in ("Акт №&nbsp;12/К", "Положение о членстве, п. 4.3", "Предупреждение", "Устранить за месяц", "повод"):
        assert words in html
    row = make.with_documents(scene.north)
    html = cabinet_of(scene.member).get(f"/inspections/{row.pk}/").content.decode()
    assert "Осталось представить: 2 из 2" in html
    assert "Журнал работ" in html


def test_overdue_terms_are_said_plainly(scene, time_machine):
    time_machine.move_to("2026-06-10 09:00 +0300")
    row = make.remediated(scene.north, cure=3)
    documents = make.with_documents(scene.north, due=3)
    time_machine.move_to("2026-06-14 09:00 +0300")
    client = cabinet_of(scene.member)
    assert "Срок устранения нарушений истёк" in client.get(f"/inspections/{row.pk}/").content.decode()
    assert "Срок представления документов истёк" in client.get(f"/inspections/{documents.pk}/").content.decode()
    assert "срок истёк" in client.get("/inspections/").content.decode()


@pytest.fixture
def files(scene):
    """Address of every file of an inspection, with the name it is to have."""
    act, taken, document = make.with_act(scene.north), make.disciplined(scene.north), make.received(scene.north)
    day = make.days(0).strftime("%d.%m.%Y")
    return {
        f"/inspections/{act.pk}/act/": f"Акт проверки № 12-К от {day}.pdf",
        f"/inspections/decisions/{taken.pk}/": f"Решение, протокол № 3 от {day}.pdf",
        f"/inspections/documents/{document.pk}/": "Устав общества.pdf",
    }


def test_files_are_downloads_with_their_names_and_each_is_journalled(scene, files):
    client = cabinet_of(scene.member)
    for address, name in files.items():
        known = AuditEntry.objects.filter(action="file.downloaded", actor=scene.member).count()
        answer = client.get(address)
        assert b"".join(answer.streaming_content) == PDF
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cache-Control"] == "no-store"
        assert answer["Content-Disposition"].startswith("attachment;")
        assert quote(name) in answer["Content-Disposition"]
        assert AuditEntry.objects.filter(action="file.downloaded", actor=scene.member).count() == known + 1


def test_another_members_inspection_and_files_are_not_there(scene, files):
    row = make.with_act(scene.north)
    for outsider in (scene.outsider, scene.other):
        client = cabinet_of(outsider)
        for address in (f"/inspections/{row.pk}/", *files):
            assert client.get(address).status_code == 404, address
        assert "12/К" not in client.get("/inspections/").content.decode()
    assert not AuditEntry.objects.filter(action="file.downloaded").exists()


def test_a_file_that_is_lost_is_not_found_and_nothing_is_journalled(scene):
    row = make.with_act(scene.north)
    row.act_file.storage.delete(row.act_file.name)
    assert cabinet_of(scene.member).get(f"/inspections/{row.pk}/act/").status_code == 404
    assert not AuditEntry.objects.filter(action="file.downloaded").exists()


@pytest.mark.parametrize("path", ["/inspections/", "/inspections/{}/"])
def test_pages_cost_the_same_for_few_and_for_many(scene, path):
    client, row, counts = cabinet_of(scene.member), make.remediated(scene.north), []
    for _round in range(2):
        make.disciplined(scene.north)
        client.get(path.format(row.pk))
        with CaptureQueriesContext(connection) as queries:
            client.get(path.format(row.pk))
        counts.append(len(queries))
        make.with_documents(scene.north)
        make.remediated(scene.north)
    assert counts[0] == counts[1]
