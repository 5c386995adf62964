"""Accounting documents are asked for in the cabinet; acts and certificates are made of the ledger (REQ-3.1.R7)."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from pdfminer.high_level import extract_text

from cms.audit.models import AuditEntry
from lk_addon.correspondence.kinds import form_of
from lk_addon.correspondence.models import Letter
from lk_addon.correspondence.queries import files_of
from lk_addon.files.models import StoredFile
from lk_addon.finance.decisions import PeriodForm
from lk_addon.finance.domain.movements import reverse
from lk_addon.finance.reconciliation import reconcile
from lk_addon.registry.extracts import seal
from tests.factories.correspondence import kind_of, sent_letter
from tests.factories.decisions import decided, decision_of
from tests.factories.finance import charged, fee_kind, paid, stated
from tests.scenarios import staff_of

pytestmark = [pytest.mark.django_db, pytest.mark.req("REQ-3.1.R7", "REQ-3.2.2.N9")]

ACT = {"document": "reconciliation", "period_start": "2025-01-01", "period_end": "2025-03-31", "delivery": "cabinet"}
CERTIFICATE = {"document": "no_debt", "delivery": "cabinet"}


@pytest.fixture
def accountant(scene):
    return staff_of("Бухгалтерия")


def form(member, **values):
    return form_of("accounting").form(ACT | values, member=member, terms=kind_of("accounting").terms())


def ask(scene, **values):
    return sent_letter(scene.member, scene.north, code="accounting", **values)


def text_of(letter):
    (attached,) = letter.attachments.all()
    with attached.file.file.open() as file:
        return " ".join(extract_text(BytesIO(file.read())).split())


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"document": "poem"}, "document", "корректный вариант"),
        ({"period_start": ""}, "period_start", "и начало, и конец"),
        ({"document": "invoice", "period_start": ""}, "period_start", "и начало, и конец"),
        ({"period_end": "2024-12-31"}, "period_end", "раньше, чем начался"),
        ({"period_end": "2999-12-31"}, "period_end", "не дальше"),
        ({"delivery": "edo"}, "edo_operator", "Укажите оператора"),
        ({"document": "other"}, "text", "какой документ"),
    ],
)
def test_a_request_that_lacks_something_is_refused(scene, values, field, words):
    assert words in " ".join(form(scene.north, **values).errors[field])


def test_a_request_is_sent_without_signature_and_names_its_document(scene):
    letter = ask(scene, document="invoice", delivery="edo", edo_operator="Демооператор, 2BM-0099000014")
    assert letter.thread.subject == "Счёт на оплату"
    assert ["Какой документ", "счёт на оплату"] in letter.shown
    assert not ask(scene, document="invoice", delivery="cabinet", edo_operator="x").fields["edo_operator"]


def test_only_the_decision_that_fits_the_document_is_offered(scene):
    act, certificate = decision_of("accounting"), decision_of("accounting", 1)
    asked = ask(scene, **ACT)
    assert (act.applies(asked), certificate.applies(asked)) == (True, False)
    asked = ask(scene, **CERTIFICATE)
    assert (act.applies(asked), certificate.applies(asked)) == (False, True)
    asked = ask(scene, document="fee_decision", delivery="paper")
    assert (act.applies(asked), certificate.applies(asked)) == (False, False)


def test_an_act_adds_up(scene):
    stated(scene.north, "1000.00", date(2024, 12, 31))
    mistaken = charged(scene.north, "700.00", date(2025, 1, 15))
    charged(scene.north, "5000.50", date(2025, 1, 20))
    paid(scene.north, "4000.00", date(2025, 2, 3))
    reverse(movement=mistaken, date=date(2025, 2, 5), reason="дважды", actor=None)
    charged(scene.north, "9.00", date(2025, 4, 1))
    act = reconcile(scene.north, date(2025, 1, 1), date(2025, 3, 31))
    assert (act.opening, act.closing) == (Decimal("1000.00"), Decimal("2000.50"))
    assert [(line.debit, line.credit) for line in act.lines] == [
        (Decimal("700.00"), 0),
        (Decimal("5000.50"), 0),
        (0, Decimal("4000.00")),
        (Decimal("-700.00"), 0),
    ]
    assert (act.debit, act.credit) == (Decimal("5000.50"), Decimal("4000.00"))
    assert act.opening + act.debit - act.credit == act.closing


def test_a_balance_stated_within_the_period_is_a_line_of_it(scene):
    charged(scene.north, "500.00", date(2025, 1, 15))
    stated(scene.north, "300.00", date(2025, 1, 31))
    act = reconcile(scene.north, date(2025, 1, 1), date(2025, 3, 31))
    assert [(line.debit, line.credit) for line in act.lines] == [(Decimal("500.00"), 0), (0, Decimal("200.00"))]
    assert act.opening + act.debit - act.credit == act.closing == Decimal("300.00")


def test_an_act_costs_the_same_for_one_line_and_many(scene, django_assert_num_queries):
    for number in range(1, 4):
        charged(scene.north, "1.00", date(2025, 1, number))
        with django_assert_num_queries(3):
            reconcile(scene.north, date(2025, 1, 1), date(2025, 3, 31))


def test_the_decision_makes_the_act_and_sends_it(scene, accountant):
    charged(scene.north, "5000.50", date(2025, 1, 20))
    charged(scene.montage, "777.00", date(2025, 1, 20))
    letter = Letter.objects.get(pk=ask(scene, **ACT).pk)
    assert PeriodForm(letter=letter).initial == {"start": "2025-01-01", "end": "2025-03-31"}
    told = decided(letter, accountant, start="2025-01-01", end="2025-03-31")
    said = text_of(told)
    assert "Акт сверки взаимных расчётов по взносам" in said
    assert "задолженность ООО «Демострой-Север» составляет 5\u00a0000,50\u00a0₽".replace("\u00a0", " ") in said
    assert f"по обращению № {letter.number}" in said
    assert "777" not in said
    assert told.attachments.get().file.name == "Акт сверки 01.01.2025–31.03.2025.pdf"
    assert told.attachments.get().file not in files_of(scene.montage)
    assert AuditEntry.objects.get(action="fee.reconciled").actor == accountant


@pytest.mark.parametrize(
    ("start", "end", "words"), [("2025-03-01", "2025-01-01", "раньше"), ("2025-01-01", "2999-01-01", "не дальше")]
)
def test_staff_cannot_ask_for_days_that_cannot_be(scene, start, end, words):
    refused = PeriodForm(letter=ask(scene, **ACT), data={"start": start, "end": end})
    assert words in " ".join(refused.errors["end"])


def test_a_certificate_says_that_nothing_is_owed(scene, accountant):
    charged(scene.north, "100.00", date(2025, 1, 20))
    paid(scene.north, "150.00", date(2025, 1, 25))
    said = text_of(decided(ask(scene, **CERTIFICATE), accountant, number=1))
    assert "Справка об отсутствии задолженности" in said
    assert "Переплата: 50,00 ₽" in said
    assert AuditEntry.objects.filter(action="fee.no_debt_certified").count() == 1


@pytest.mark.parametrize(
    ("due", "words"), [(-1, "из неё просрочено 100,00\u00a0₽"), (5, "срок оплаты ещё не наступил")]
)
def test_nothing_is_certified_to_who_owes(scene, accountant, due, words):
    charged(scene.north, "100.00", date(2025, 1, 20), due_on=timezone.localdate() + timedelta(days=due))
    letter = ask(scene, **CERTIFICATE)
    with pytest.raises(ValidationError) as refused:
        decided(letter, accountant, number=1)
    assert "задолженность 100,00\u00a0₽" in refused.value.messages[0]
    assert words in refused.value.messages[0]
    letter.thread.refresh_from_db()
    assert (letter.thread.state, Letter.objects.count(), StoredFile.objects.count()) == ("sent", 1, 0)


def test_only_those_who_keep_the_ledger_are_offered_it(scene, accountant):
    for number in (0, 1):
        permission = decision_of("accounting", number).permission
        assert accountant.has_perm(permission)
        assert not scene.staff.has_perm(permission)
        assert not scene.editor.has_perm(permission)


def test_the_kinds_of_fees_are_those_of_the_act(scene):
    charged(scene.north, "10.00", date(2025, 1, 2), kind=fee_kind("penalty"), note="п. 4 Положения")
    (line,) = reconcile(scene.north, date(2025, 1, 1), date(2025, 1, 31)).lines
    assert str(line.movement.kind) == "Пени"


def test_without_the_seal_that_is_configured_no_paper_goes(scene, accountant, monkeypatch):
    def broken():
        raise seal.SealError

    monkeypatch.setattr(seal, "seal_name", broken)
    letter = ask(scene, **CERTIFICATE)
    with pytest.raises(ValidationError, match="нельзя заверить печатью"):
        decided(letter, accountant, number=1)
    assert not StoredFile.objects.exists()
