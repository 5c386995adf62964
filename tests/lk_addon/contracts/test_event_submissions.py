"""Events of contracts: told by members, entered into the journal by staff (REQ-3.1.R2, REQ-3.2.2.N5)."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from cms.audit.models import AuditEntry
from lk_addon.contracts.domain.contracts import close_contract, withdraw_contract
from lk_addon.contracts.domain.events import effect_of
from lk_addon.contracts.limits import odo_use
from lk_addon.contracts.models import Contract
from lk_addon.contracts.queries import contracts_of
from lk_addon.contracts.submissions.event import ENTER, EnterEventForm, tells_of_an_event
from lk_addon.contracts.submissions.event_form import told_in
from lk_addon.correspondence.domain.answering import decide
from lk_addon.correspondence.kinds import form_of
from lk_addon.registry.models import Fund
from tests.factories import contracts as make
from tests.factories.correspondence import kind_of, sent_letter, stored_file

pytestmark = [pytest.mark.django_db, pytest.mark.req("REQ-3.2.2.N5", "REQ-L.3")]
MILLION = Decimal(1_000_000)
NEW = {
    "event": "concluded",
    "event_on": "2026-03-02",
    "amount": "48 000 000,00",
    "number": "77/26",
    "kind": "construction",
    "role": "general",
    "procurement": "fz44",
    "customer_name": "МКУ «Учебный заказчик»",
    "customer_kind": "developer",
    "object_name": "Школа на 550 мест",
    "category": "simple",
}


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to("2026-03-10 09:00 +0300")


def form(member, code="odo_docs", **values):
    return form_of(code).form(values, member=member, terms=kind_of(code).terms())


def sent(scene, code="odo_docs", **values):
    files = [stored_file(scene.north, name="Договор.pdf")]
    return sent_letter(scene.member, scene.north, code=code, files=files, subject="", text="", **values)


def entered(scene, letter):
    decide(thread=letter.thread, decision=ENTER, data={}, text="Внесено в журнал.", actor=scene.staff)


def test_a_new_contract_is_in_the_journal_only_after_the_decision(scene):
    make.level(scene.north, Fund.ODO, 1)
    letter = sent(scene, **NEW)
    assert letter.thread.subject == "Заключён договор: №\u00a077/26"
    assert ["Сообщить нужно до", "5 марта 2026 г., опоздание в рабочих днях: 2"] in letter.shown
    assert not Contract.objects.exists()
    entered(scene, letter)
    row = Contract.objects.get()
    assert (row.member, row.number, row.price, row.date) == (scene.north, "77/26", 48 * MILLION, date(2026, 3, 2))
    assert odo_use(scene.north).used == 48 * MILLION
    entry = AuditEntry.objects.get(action="contract.registered")
    assert letter.number in entry.data["ground"]
    assert letter.effects.get().row == row
    letter.thread.refresh_from_db()
    assert letter.thread.state == "completed"


def test_staff_see_what_the_contract_does_to_the_limit_before_they_enter_it(scene):
    make.level(scene.north, Fund.ODO, 1)
    make.contract(scene.north, 60 * MILLION)
    letter = sent(scene, **NEW)
    letter.refresh_from_db()
    effect = effect_of(told_in(letter))
    assert (effect.before.used, effect.after.used, effect.after.state) == (60 * MILLION, 108 * MILLION, "exceeded")
    assert not effect.answer.may_sign
    html = str(EnterEventForm(letter=letter))
    assert "превышен на 18\u00a0000\u00a0000,00" in html


@pytest.mark.parametrize(
    ("values", "used"),
    [
        ({"event": "amended", "document_no": "1", "amount": "70 000 000"}, 60),
        ({"event": "accepted", "document_no": "2", "amount": "25 000 000"}, 15),
        ({"event": "completed"}, 0),
        ({"event": "terminated"}, 0),
    ],
)
def test_an_event_of_a_known_contract_changes_the_use_as_foretold(scene, values, used):
    make.level(scene.north, Fund.ODO, 2)
    row = make.contract(scene.north, 50 * MILLION, acts=[(date(2025, 9, 1), 10 * MILLION)])
    letter = sent(scene, contract=row.pk, event_on="2026-03-03", **values)
    letter.refresh_from_db()
    assert effect_of(told_in(letter)).after.used == used * MILLION
    entered(scene, letter)
    assert odo_use(scene.north).used == used * MILLION
    assert contracts_of(scene.north).get().status == {"completed": "completed", "terminated": "terminated"}.get(
        values["event"], "active"
    )


def test_an_amendment_may_move_the_end_alone(scene):
    row = make.contract(scene.north, MILLION, end=date(2026, 6, 1))
    entered(
        scene,
        sent(scene, event="amended", contract=row.pk, event_on="2026-03-03", document_no="5", new_end="2026-12-01"),
    )
    row = contracts_of(scene.north).get()
    assert (row.end_now, row.price_now) == (date(2026, 12, 1), MILLION)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"event_on": "2026-03-11"}, "event_on"),
        ({"amount": ""}, "amount"),
        ({"amount": "0"}, "amount"),
        ({"number": ""}, "number"),
        ({"customer_name": ""}, "customer_name"),
        ({"customer_inn": "1234567895"}, "customer_inn"),
        ({"notice_no": "12"}, "notice_no"),
        ({"start": "2026-05-01", "end": "2026-04-01"}, "__all__"),
        ({"event": "amended"}, "contract"),
        ({"event": "robbed"}, "event"),
    ],
)
def test_a_contract_that_is_not_whole_is_refused_at_its_field(scene, values, field):
    answer = form(scene.north, **(NEW | values))
    assert not answer.is_valid()
    assert field in answer.errors


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"event": "accepted", "document_no": "1"}, "amount"),
        ({"event": "accepted", "amount": "5"}, "document_no"),
        ({"event": "amended", "document_no": "1"}, "amount"),
        ({"event": "terminated", "event_on": "2025-01-01"}, "event_on"),
    ],
)
def test_an_event_that_is_not_whole_is_refused_at_its_field(scene, values, field):
    row = make.contract(scene.north, MILLION)
    answer = form(scene.north, **({"contract": row.pk, "event_on": "2026-03-03"} | values))
    assert not answer.is_valid()
    assert field in answer.errors


def test_a_contract_that_is_there_already_is_not_told_twice(scene):
    make.contract(scene.north, MILLION, date(2026, 3, 2), number="77/26")
    assert "уже есть" in str(form(scene.north, **NEW).errors["__all__"])


def test_another_members_contract_is_none_to_choose(scene):
    row = make.contract(scene.montage, MILLION)
    answer = form(scene.north, event="terminated", contract=row.pk, event_on="2026-03-03")
    assert "contract" in answer.errors
    letter = sent(scene, event="terminated", contract=make.contract(scene.north, 1).pk, event_on="2026-03-03")
    letter.fields["contract"] = str(row.pk)  # a sent letter is immutable: only the copy in memory is forged
    with pytest.raises(Contract.DoesNotExist):
        told_in(letter)


def test_what_changed_meanwhile_is_told_to_staff_and_nothing_is_written(scene):
    row = make.contract(scene.north, MILLION)
    values = {"event": "accepted", "contract": row.pk, "event_on": "2026-03-03", "document_no": "1", "amount": "10"}
    first, second, third = (sent(scene, **values) for _ in range(3))
    entered(scene, first)
    with pytest.raises(ValidationError, match="уже есть"):
        entered(scene, second)
    close_contract(contract=row, status="completed", closed_on=date(2026, 3, 5), actor=None)
    with pytest.raises(ValidationError, match="закрыт"):
        entered(scene, third)
    third.thread.refresh_from_db()
    assert third.thread.is_open
    assert row.acts.count() == 1


def test_a_contract_withdrawn_meanwhile_cannot_be_decided_upon(scene):
    row = make.contract(scene.north, MILLION)
    letter = sent(scene, event="terminated", contract=row.pk, event_on="2026-03-03")
    withdraw_contract(contract=row, reason="ошибка", actor=None)
    letter.refresh_from_db()
    assert "в журнале больше нет" in str(EnterEventForm(letter=letter))
    with pytest.raises(ValidationError, match="больше нет"):
        entered(scene, letter)


def test_documents_of_an_event_want_a_file(scene):
    with pytest.raises(ValidationError, match="Приложите документ"):
        sent_letter(scene.member, scene.north, code="odo_docs", **NEW)


@pytest.mark.req("REQ-3.1.R2")
def test_a_question_about_contracts_changes_nothing_and_offers_no_decision(scene):
    letter = sent_letter(scene.member, scene.north, code="contracts", event="question", text="Когда внесут договор?")
    assert not tells_of_an_event(letter)
    assert letter.fields == {"event": "question", "contract": None}
    assert "text" in form(scene.north, code="contracts", event="question").errors
    assert "event_on" in form(scene.north, code="contracts", event="concluded").errors


@pytest.mark.req("REQ-3.1.R2")
def test_a_request_may_tell_of_a_contract_without_files(scene):
    letter = sent_letter(scene.member, scene.north, code="contracts", **NEW)
    entered(scene, letter)
    assert Contract.objects.get().number == "77/26"
