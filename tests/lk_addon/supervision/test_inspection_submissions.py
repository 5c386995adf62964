"""Requests about inspections, and their documents item by item (REQ-3.1.R1, REQ-3.2.2.N2)."""

import pytest
from django.core.exceptions import ValidationError

from cms.audit.models import AuditEntry
from lk_addon.correspondence.domain.answering import decide, reject
from lk_addon.correspondence.domain.drafts import add_file
from lk_addon.correspondence.domain.sending import send
from lk_addon.correspondence.kinds import form_of
from lk_addon.supervision.domain import documents
from lk_addon.supervision.models import RequestedDocument
from lk_addon.supervision.submissions.inspection import INSPECTION, INSPECTION_DOCS, ItemsForm, violations_in
from tests.factories import supervision as make
from tests.factories.correspondence import draft, filled_form, kind_of, sent_letter, stored_file
from tests.factories.files import PDF
from tests.scenarios import back_office_of, cabinet_of, staff_of

pytestmark = pytest.mark.django_db
MOVE, CURED = INSPECTION.decisions
(JUDGE,) = INSPECTION_DOCS.decisions


def form(member, code, **values):
    return form_of(code).form(values, member=member, terms=kind_of(code).terms())


def request(scene, **values):
    return sent_letter(scene.member, scene.north, code="inspection", **({"subject": ""} | values))


def present(scene, inspection, *pairs):
    """Send files, each put to an item: pairs of item and name."""
    begun = draft(scene.member, scene.north, code="inspection_docs")
    for item, name in pairs:
        add_file(draft=begun, file=stored_file(scene.north, name=name, content=PDF), item=item)
    filled = filled_form(scene.north, code="inspection_docs", subject="", text="", inspection=inspection.pk)
    return send(draft_id=begun.pk, form=filled, author_label="NSS-0901-1", actor=scene.member)


class TestRequests:
    pytestmark = pytest.mark.req("REQ-3.1.R1")

    def test_a_request_at_large_names_no_inspection(self, scene):
        letter = request(scene, topic="documents", text="Какие журналы нужны?")
        assert letter.thread.subject == "Вопрос о запрошенных документах"
        assert not any(decision.applies(letter) for decision in INSPECTION.decisions)

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"topic": "postpone", "new_due": "day+2", "text": "Прошу"}, "inspection"),
            ({"topic": "postpone", "inspection": "own", "text": "Прошу"}, "new_due"),
            ({"topic": "postpone", "inspection": "own", "new_due": "day-1", "text": "Прошу"}, "new_due"),
            ({"topic": "postpone", "inspection": "own", "new_due": "day+99", "text": "Прошу"}, "new_due"),
            ({"topic": "postpone", "inspection": "own", "new_due": "day+2"}, "text"),
            ({"topic": "objection", "inspection": "own", "text": "Не согласны"}, "inspection"),
            ({"topic": "cured", "cured_on": "day-1"}, "violations"),
            ({"topic": "weather", "text": "Дождь"}, "topic"),
            ({"topic": "documents", "inspection": "foreign", "text": "Что это?"}, "inspection"),
        ],
    )
    def test_what_does_not_fit_its_topic_is_refused_at_its_field(self, scene, values, field):
        rows = {"own": make.with_documents(scene.north).pk, "foreign": make.with_documents(scene.montage).pk}
        values = {name: rows.get(value, value) for name, value in values.items()}
        for name, value in values.items():
            if str(value).startswith("day"):
                values[name] = make.days(int(value.removeprefix("day"))).isoformat()
        answer = form(scene.north, "inspection", **values)
        assert not answer.is_valid()
        assert field in answer.errors

    def test_the_day_for_documents_is_moved_by_the_decision(self, scene):
        row = make.with_documents(scene.north, due=2)
        letter = request(scene, inspection=row.pk, topic="postpone", new_due=make.days(6).isoformat(), text="Отпуск")
        row.refresh_from_db()
        assert row.documents_due == make.days(2)
        filled = MOVE.form({"due": make.days(4).isoformat()}, letter=letter)
        assert filled.is_valid()
        decide(thread=letter.thread, decision=MOVE, data=filled.cleaned_data, text="Перенесено.", actor=scene.staff)
        row.refresh_from_db()
        assert row.documents_due == make.days(4)
        assert AuditEntry.objects.get(action="inspection.documents_moved").data["due"] == make.days(4).isoformat()
        assert letter.effects.get().row == row

    def test_a_day_after_the_inspection_is_refused_and_nothing_is_settled(self, scene):
        row = make.with_documents(scene.north, due=2)
        letter = request(scene, inspection=row.pk, topic="postpone", new_due=make.days(6).isoformat(), text="Отпуск")
        with pytest.raises(ValidationError, match="до окончания проверки"):
            decide(thread=letter.thread, decision=MOVE, data={"due": make.days(50)}, text="Да", actor=scene.staff)
        letter.thread.refresh_from_db()
        assert letter.thread.is_open

    def test_only_violations_found_cured_are_noted(self, scene):
        row = make.remediated(scene.north)
        first, second = row.violations.all()
        letter = request(
            scene,
            inspection=row.pk,
            topic="cured",
            violations=[first.pk, second.pk],
            cured_on=make.days(0).isoformat(),
            text="",
        )
        filled = CURED.form(
            {"violations": [first.pk], "cured_at": make.days(0).isoformat(), "evidence": "приказ"}, letter=letter
        )
        assert filled.is_valid()
        decide(thread=letter.thread, decision=CURED, data=filled.cleaned_data, text="Отмечено.", actor=scene.staff)
        first.refresh_from_db()
        second.refresh_from_db()
        assert (first.cured_at, first.evidence, second.cured_at) == (make.days(0), "приказ", None)
        assert [effect.row for effect in letter.effects.all()] == [first]

    def test_another_members_violations_are_none_to_choose(self, scene):
        foreign = make.remediated(scene.montage).violations.first()
        answer = form(
            scene.north, "inspection", topic="cured", violations=[foreign.pk], cured_on=make.days(0).isoformat()
        )
        assert "violations" in answer.errors
        letter = request(scene, topic="documents", text="Вопрос")
        letter.fields["violations"] = [str(foreign.pk)]  # forged in memory: a sent letter is immutable
        assert not violations_in(letter).exists()


class TestDocuments:
    pytestmark = pytest.mark.req("REQ-3.2.2.N2")

    def test_each_file_stands_at_its_item_and_the_rest_is_missing(self, scene):
        row = make.with_documents(scene.north, names=("Устав", "Журнал работ"))
        charter, journal = row.documents.all()
        present(scene, row, (str(charter.pk), "Устав, часть 1.pdf"), (str(charter.pk), "Устав, часть 2.pdf"))
        charter.refresh_from_db()
        journal.refresh_from_db()
        assert (charter.state, journal.state) == ("received", "awaited")
        client = cabinet_of(scene.colleague)
        html = client.get(f"/inspections/{row.pk}/").content.decode()
        assert "Устав, часть 1.pdf" in html
        assert "Устав, часть 2.pdf" in html
        address = f"/inspections/documents/files/{charter.presented.first().pk}/"
        assert b"".join(client.get(address).streaming_content) == PDF
        assert cabinet_of(scene.outsider).get(address).status_code == 404

    def test_staff_see_what_was_presented(self, scene):
        row = make.with_documents(scene.north)
        document = row.documents.first()
        present(scene, row, (str(document.pk), "Устав.pdf"))
        address = f"/admin/control/documents/presented/{document.presented.get().pk}/"
        inspector = back_office_of(staff_of("Отдел контроля"))
        assert b"".join(inspector.get(address).streaming_content) == PDF
        assert "Устав.pdf" in inspector.get(f"/admin/supervision/inspection/inspect/{row.pk}/").content.decode()
        assert back_office_of(scene.editor).get(address).status_code in (302, 403)

    def test_the_form_lists_what_is_still_to_be_presented_with_remarks(self, scene):
        row = make.with_documents(scene.north, names=("Устав", "Журнал", "Приказ"))
        charter, journal, order = row.documents.all()
        for document in (charter, journal):
            documents.receive_document(document=document, file=make.pdf(), actor=None)
        documents.accept_document(document=charter, actor=None)
        documents.return_document(document=journal, remark="Не все листы", actor=None)
        items = form_of("inspection_docs").form(member=scene.north, terms=kind_of("inspection_docs").terms()).items()
        assert [(item.code, item.is_wanted, item.note) for item in items] == [
            (str(journal.pk), True, "Возвращён: Не все листы"),
            (str(order.pk), True, ""),
        ]

    @pytest.mark.parametrize("item", ["", "999999", "foreign"])
    def test_a_file_without_an_item_of_this_list_is_refused_and_nothing_is_taken_in(self, scene, item):
        row = make.with_documents(scene.north)
        document = row.documents.first()
        foreign = str(make.with_documents(scene.montage).documents.first().pk)
        with pytest.raises(ValidationError, match="К какому пункту"):
            present(scene, row, (str(document.pk), "Устав.pdf"), (foreign if item == "foreign" else item, "Ещё.pdf"))
        document.refresh_from_db()
        assert document.state == "awaited"
        assert not RequestedDocument.objects.exclude(presented=None).exists()

    def test_another_members_inspection_and_one_that_asks_nothing_are_none_to_choose(self, scene):
        foreign, without = make.with_documents(scene.montage), make.notified(scene.north)
        for row in (foreign, without):
            assert "inspection" in form(scene.north, "inspection_docs", inspection=row.pk).errors
        assert "не ждут" in form(scene.north, "inspection_docs").errors["inspection"][0]

    def test_each_document_is_judged_and_a_returned_one_is_presented_again(self, scene):
        row = make.with_documents(scene.north, names=("Устав", "Журнал"))
        charter, journal = row.documents.all()
        letter = present(scene, row, (str(charter.pk), "Устав.pdf"), (str(journal.pk), "Журнал.pdf"))
        assert JUDGE.applies(letter)
        values = {f"verdict_{charter.pk}": "accepted", f"verdict_{journal.pk}": "returned"}
        assert not ItemsForm(values, letter=letter).is_valid()
        filled = ItemsForm(values | {f"remark_{journal.pk}": "Не все листы"}, letter=letter)
        assert filled.is_valid()
        decide(
            thread=letter.thread, decision=JUDGE, data=filled.cleaned_data, text="Смотрите перечень.", actor=scene.staff
        )
        charter.refresh_from_db()
        journal.refresh_from_db()
        assert (charter.state, journal.state, journal.remark) == ("accepted", "returned", "Не все листы")
        assert {effect.row for effect in letter.effects.all()} == {charter, journal}
        assert not JUDGE.applies(letter)
        assert "Представьте документы" in cabinet_of(scene.member).get("/").content.decode()
        present(scene, row, (str(journal.pk), "Журнал целиком.pdf"))
        journal.refresh_from_db()
        assert (journal.state, journal.presented.get().file.name) == ("received", "Журнал целиком.pdf")

    def test_documents_that_come_late_say_so(self, scene, time_machine):
        row = make.with_documents(scene.north, due=2)
        time_machine.move_to(f"{make.days(3)} 09:00 +0300")
        letter = present(scene, row, (str(row.documents.first().pk), "Устав.pdf"))
        assert "представлено позже" in dict(map(tuple, letter.shown))["Представить нужно было до"]

    def test_documents_of_a_refused_letter_are_asked_for_again(self, scene):
        row = make.with_documents(scene.north, names=("Устав", "Журнал"))
        charter, journal = row.documents.all()
        letter = present(scene, row, (str(charter.pk), "Устав.pdf"), (str(journal.pk), "Журнал.pdf"))
        documents.accept_document(document=journal, actor=None)
        reject(thread=letter.thread, reason="Пришлите заново.", actor=scene.staff)
        charter.refresh_from_db()
        journal.refresh_from_db()
        assert (charter.state, journal.state) == ("returned", "accepted")
