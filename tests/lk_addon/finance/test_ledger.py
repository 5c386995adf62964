"""The ledger of fees: what its lines add up to, and how mistakes are taken back."""

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from cms.audit.models import AuditEntry
from lk_addon.finance.domain.movements import reverse
from lk_addon.finance.models import Movement
from lk_addon.finance.periods import period_label, quarter_of
from lk_addon.finance.queries import balance_on, balances_by_kind, dues_of, members_with_balance, quarters_of, state_on
from lk_addon.finance.reminders import debt, dues
from tests.factories.finance import charged, fee_kind, paid, stated
from tests.factories.registry import MemberFactory

DAY = date(2025, 3, 31)


@pytest.fixture
def member(db):
    return MemberFactory()


@pytest.mark.req("REQ-3.1.V5")
def test_balance_on_a_day_counts_what_happened_until_it(member):
    charged(member, "30000", date(2025, 1, 15))
    paid(member, "10000.50", date(2025, 2, 1))
    charged(member, "30000", date(2025, 4, 1))
    paid(MemberFactory(), "77777", date(2025, 2, 1))
    assert balance_on(member, date(2025, 1, 14)) == 0
    assert balance_on(member, date(2025, 1, 15)) == 30000
    assert balance_on(member, DAY) == Decimal("19999.50")
    assert balance_on(member, date(2025, 4, 1)) == Decimal("49999.50")


@pytest.mark.req("REQ-3.1.V5")
def test_overpayment_is_not_a_negative_debt(member):
    paid(member, "500")
    state = state_on(member, DAY)
    assert (state.debt, state.overpayment, state.overdue) == (0, 500, 0)


def test_what_is_not_due_yet_is_debt_and_not_overdue(member):
    charged(member, "100", due_on=date(2025, 2, 1))
    charged(member, "30", day=date(2025, 3, 1), due_on=DAY)
    assert (state_on(member, DAY).debt, state_on(member, DAY).overdue) == (130, 100)
    assert state_on(member, DAY + timedelta(days=1)).overdue == 130
    paid(member, "110", day=date(2025, 3, 2))
    assert state_on(member, DAY).overdue == 0


def test_stated_balance_takes_the_place_of_everything_before_it(member):
    charged(member, "100", date(2024, 11, 1))
    charged(member, "7", date(2024, 11, 1), kind=fee_kind("target_fee"))
    stated(member, "-40", date(2024, 12, 31))
    charged(member, "25", date(2025, 1, 1))
    assert balance_on(member, date(2024, 12, 30)) == 107
    assert balance_on(member, date(2024, 12, 31)) == -40 + 7
    assert balance_on(member, DAY) == -40 + 7 + 25
    by_kind = {row.code: row for row in balances_by_kind(member, DAY)}
    assert by_kind["membership_fee"].balance == -15
    assert by_kind["target_fee"].charged == 7


def test_stated_balance_is_corrected_by_another_for_the_same_day(member):
    stated(member, "100")
    stated(member, "90")
    assert balance_on(member, DAY) == 90
    with pytest.raises(ValidationError, match="уже внесено"):
        stated(member, "1", date(2024, 12, 30))


@pytest.mark.parametrize("write", [charged, paid])
def test_days_closed_by_a_stated_balance_take_no_lines(member, write):
    stated(member, "100", date(2024, 12, 31))
    with pytest.raises(ValidationError, match="закрыты"):
        write(member, "1", date(2024, 12, 31))
    write(member, "1", date(2024, 12, 31), kind=fee_kind("target_fee"))
    write(member, "1", date(2025, 1, 1))


def test_mistake_is_taken_back_by_a_line_and_stays(member):
    line = charged(member, "30000")
    back = reverse(movement=line, date=DAY, reason="начислено дважды", actor=None)
    assert (back.amount, back.effect, back.note) == (-30000, -30000, "начислено дважды")
    assert balance_on(member, DAY) == 0
    assert balance_on(member, DAY - timedelta(days=1)) == 30000
    assert AuditEntry.objects.filter(action="fee.reversed", object_id=str(back.pk)).exists()
    for again in (line, back):
        with pytest.raises(ValidationError):
            reverse(movement=again, date=DAY, reason="ещё раз", actor=None)
    assert Movement.objects.count() == 2


def test_nothing_is_taken_back_before_it_happened_nor_behind_a_stated_balance(member):
    line = paid(member, "30000")
    with pytest.raises(ValidationError, match="раньше"):
        reverse(movement=line, date=line.date - timedelta(days=1), reason="рано", actor=None)
    balance = stated(member, "0", DAY)
    for movement in (line, balance):
        with pytest.raises(ValidationError):
            reverse(movement=movement, date=DAY + timedelta(days=1), reason="закрыто", actor=None)


def test_last_stated_balance_is_taken_back_on_its_day_and_opens_the_days_it_closed(member):
    charged(member, "100", date(2024, 11, 1))
    first, second = stated(member, "40", date(2024, 12, 31)), stated(member, "70", DAY)
    with pytest.raises(ValidationError, match="сначала отмените"):
        reverse(movement=first, date=first.date, reason="не то", actor=None)
    reverse(movement=second, date=DAY, reason="не то", actor=None)
    reverse(movement=first, date=first.date, reason="не то", actor=None)
    assert balance_on(member, DAY) == balance_on(member, first.date) == 100
    charged(member, "5", date(2024, 12, 1))
    stated(member, "40", date(2024, 12, 31))
    assert balance_on(member, DAY) == 40


@pytest.mark.parametrize("amount", ["0", "-5", "0.001"])
@pytest.mark.parametrize("write", [charged, paid])
def test_amount_is_above_zero_and_in_kopecks(member, write, amount):
    with pytest.raises(ValidationError):
        write(member, amount)
    assert not Movement.objects.exists()


def test_penalty_wants_its_ground(member):
    with pytest.raises(ValidationError, match="основание"):
        charged(member, "5", kind=fee_kind("penalty"))
    assert charged(member, "5", kind=fee_kind("penalty"), note="Положение, п. 4.2").pk


def test_line_of_a_source_is_recorded_once(member):
    paid(member, "5", source="1c", external_id="п/п 7")
    with pytest.raises(ValidationError, match="уже внесена"):
        paid(member, "5", source="1c", external_id="п/п 7")
    paid(member, "5", source="bank", external_id="п/п 7")
    paid(member, "5")
    paid(member, "5")


def test_database_refuses_an_effect_that_does_not_follow_the_amount(member):
    fields = {"member": member, "kind": fee_kind(), "type": "payment", "date": DAY, "amount": 5}
    with pytest.raises(DatabaseError), transaction.atomic():
        Movement.objects.create(**fields, effect=5)


@pytest.mark.req("REQ-3.1.V5")
def test_quarters_open_and_close_on_each_other(member):
    stated(member, "100", date(2024, 12, 31))
    charged(member, "30", date(2025, 1, 1))
    charged(member, "30", date(2025, 4, 1))
    paid(member, "45", date(2025, 4, 2))
    rows = quarters_of(member, until=date(2025, 6, 30))
    assert [(row["label"], row["opening"], row["charged"], row["paid"], row["closing"]) for row in rows] == [
        ("IV квартал 2024 г.", 0, 0, 0, 100),
        ("I квартал 2025 г.", 100, 30, 0, 130),
        ("II квартал 2025 г.", 130, 30, 45, 115),
    ]


def test_debtors_are_found_in_one_query(member, django_assert_num_queries):
    charged(member, "30")
    rich = MemberFactory()
    paid(rich, "30")
    with django_assert_num_queries(1):
        assert [m.pk for m in members_with_balance().filter(balance__gt=0)] == [member.pk]
    assert set(members_with_balance().exclude(balance=0).values_list("pk", flat=True)) == {member.pk, rich.pk}


def test_written_lines_are_closed_to_change(member):
    line = charged(member, "5")
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Movement.objects.filter(pk=line.pk).update(note="иначе")
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        line.delete()


def test_dues_are_charges_that_stand(member):
    kept = charged(member, "1", due_on=DAY, period=(date(2025, 1, 1), date(2025, 3, 31)))
    reverse(movement=charged(member, "2", due_on=DAY), date=DAY, reason="ошибка", actor=None)
    charged(member, "3", due_on=DAY + timedelta(days=1))
    assert list(dues_of(member, DAY, DAY)) == [kept]
    (duty,) = dues(member, DAY, DAY)
    assert (duty.on, duty.title) == (DAY, "Членский взнос за I квартал 2025 г.: 1,00\u00a0₽")


@pytest.mark.parametrize(("due", "level"), [(-1, "danger"), (0, "warning"), (None, "danger")])
def test_debt_asks_for_attention_by_its_urgency(member, due, level):
    today = timezone.localdate()

    def asked():
        return debt(SimpleNamespace(entrance=SimpleNamespace(member=member)))

    assert asked() == []
    charged(member, "1", today, due_on=due if due is None else today + timedelta(days=due))
    (matter,) = asked()
    assert matter.level == level
    assert "1,00\u00a0₽" in matter.text


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (date(2026, 1, 1), date(2026, 1, 31), "январь 2026 г."),
        (date(2026, 10, 1), date(2026, 12, 31), "IV квартал 2026 г."),
        (date(2026, 1, 1), date(2026, 12, 31), "2026 г."),
        (date(2026, 1, 1), date(2026, 6, 30), "с 1 января по 30 июня 2026 г."),
        (date(2026, 2, 10), date(2026, 2, 20), "с 10 февраля по 20 февраля 2026 г."),
        (date(2025, 12, 1), date(2026, 1, 31), "с 1 декабря 2025 г. по 31 января 2026 г."),
    ],
)
def test_periods_in_words(start, end, text):
    assert period_label(start, end) == text


@given(st.dates())
def test_every_day_lies_in_its_quarter(day):
    first, last = quarter_of(day) if day.year < 9999 else (day, day)
    assert first <= day <= last
    assert (last - first).days in (0, 89, 90, 91)


LINES = st.lists(
    st.tuples(
        st.sampled_from([charged, paid]),
        st.decimals(min_value="0.01", max_value=10**9, places=2),
        st.dates(date(2024, 1, 1), date(2025, 12, 31)),
    ),
    max_size=8,
)


class BalanceProperties(TestCase):
    """Whatever happens, in whatever order it is written down."""

    @given(lines=LINES, day=st.dates(date(2024, 1, 1), date(2025, 12, 31)))
    @settings(max_examples=15, deadline=None)
    def test_balance_is_the_sum_to_the_kopeck(self, lines, day):
        member = MemberFactory()
        expected = Decimal(0)
        for write, amount, at in lines:
            write(member, amount, at)
            if at <= day:
                expected += amount if write is charged else -amount
        state = state_on(member, day)
        assert state.balance == expected == state.debt - state.overpayment
        assert sum(row.balance for row in balances_by_kind(member, day)) == expected
        rows = quarters_of(member, until=day)
        assert (rows[-1]["closing"] if rows else 0) == expected
