"""The yearly notice of obligations: prefilled, counted, late or in time, accepted or returned (REQ-3.2.2.N4)."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cms.audit.models import AuditEntry
from home.outages.domain import announce
from lk_addon.contracts.domain.contracts import save_rule
from lk_addon.contracts.models import ObligationNotice, ObligationsRule
from lk_addon.contracts.obligations import awaited_notice, notice_due
from lk_addon.contracts.reminders import notice_terms
from lk_addon.contracts.submissions.notice import OBLIGATION_NOTICE
from lk_addon.correspondence.domain.answering import decide
from lk_addon.correspondence.domain.sending import withdraw
from lk_addon.correspondence.kinds import form_of
from lk_addon.registry.models import Fund
from tests.factories import contracts as make
from tests.factories.correspondence import kind_of, sent_letter
from tests.scenarios import cabinet_of

pytestmark = [pytest.mark.django_db, pytest.mark.req("REQ-3.2.2.N4")]
ACCEPT, RETURN = OBLIGATION_NOTICE.decisions
MILLION = Decimal(1_000_000)


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to("2026-02-10 09:00 +0300")


@pytest.fixture
def journal(scene):
    """Two contracts won in 2025, one direct, one of the year before; an act of the year."""
    make.level(scene.north, Fund.ODO, 1)
    make.contract(scene.north, 60 * MILLION, date(2025, 5, 1), acts=[(date(2025, 9, 1), 10 * MILLION)])
    make.contract(scene.north, 20 * MILLION, date(2025, 6, 1))
    make.contract(scene.north, 500 * MILLION, date(2025, 7, 1), procurement="direct")
    make.contract(scene.north, 30 * MILLION, date(2024, 6, 1), acts=[(date(2024, 9, 1), 5 * MILLION)])
    make.contract(scene.montage, 70 * MILLION, date(2025, 5, 1))


def blank(member, **options):
    kind = kind_of("obligation_notice")
    return form_of(kind.code).form(member=member, terms=kind.terms(), **options)


def figures(member, **changed):
    initial = blank(member).initial
    names = ("year", "concluded_count", "concluded_sum", "performed_sum", "remaining_sum")
    return {name: str(initial[name]) for name in names} | changed


def sent(scene, **changed):
    given = {"subject": "", "text": ""} | figures(scene.north, **changed)
    return sent_letter(scene.member, scene.north, code="obligation_notice", **given)


def test_the_form_begins_with_the_journals_figures(scene, journal):
    initial = blank(scene.north).initial
    assert (initial["year"], initial["concluded_count"], initial["concluded_sum"]) == (2025, 2, 80 * MILLION)
    assert (initial["performed_sum"], initial["remaining_sum"]) == (10 * MILLION, 95 * MILLION)
    assert blank(scene.north).days_left == 19


def test_a_sent_notice_keeps_figures_limit_and_term(scene, journal):
    letter = sent(scene)
    notice = ObligationNotice.objects.get()
    assert (notice.member, notice.year, notice.letter) == (scene.north, 2025, letter)
    assert (notice.remaining_sum, notice.limit_rub, notice.due_on) == (95 * MILLION, 90 * MILLION, date(2026, 3, 1))
    assert (notice.is_exceeded, notice.is_late) == (True, False)
    said = dict(map(tuple, letter.shown))
    assert "превышен на 5\u00a0000\u00a0000,00" in said["Предел уровня в КФ\u00a0ОДО"]
    assert len([label for label in said if label.startswith("Договор №")]) == 2
    entry = AuditEntry.objects.get(action="obligation_notice.received")
    assert (entry.data["year"], entry.data["late"]) == (2025, False)


def test_a_notice_after_its_day_is_marked_late(scene, journal, time_machine):
    time_machine.move_to("2026-03-02 09:00 +0300")
    letter = sent(scene)
    assert ObligationNotice.objects.get().is_late
    assert "представлено позже" in dict(map(tuple, letter.shown))["Представить нужно было до"]


def test_figures_that_differ_from_the_journal_are_explained(scene, journal):
    kind = kind_of("obligation_notice")
    given = figures(scene.north, remaining_sum="1")
    form = form_of(kind.code).form(given, member=scene.north, terms=kind.terms())
    assert "совокупный размер" in form.errors["text"][0]
    assert "Заключено" not in form.errors["text"][0]
    sent(scene, remaining_sum="1", text="Акты подписаны 30 декабря, в журнале их ещё нет.")
    assert ObligationNotice.objects.get().remaining_sum == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"year": "2026"}, "year"), ({"year": "2021"}, "year"), ({"remaining_sum": "-1"}, "remaining_sum")],
)
def test_figures_that_cannot_be_are_refused(scene, changed, field):
    kind = kind_of("obligation_notice")
    form = form_of(kind.code).form(figures(scene.north, **changed), member=scene.north, terms=kind.terms())
    assert field in form.errors


def test_a_year_is_accepted_once(scene, journal):
    letter = sent(scene)
    decide(thread=letter.thread, decision=ACCEPT, data={}, text="Принято.", actor=scene.staff)
    notice = ObligationNotice.objects.get()
    assert notice.state == "accepted"
    assert letter.effects.get().row == notice
    assert AuditEntry.objects.filter(action="obligation_notice.accepted").exists()
    kind = kind_of("obligation_notice")
    form = form_of(kind.code).form(figures(scene.north), member=scene.north, terms=kind.terms())
    assert "уже принято" in form.errors["year"][0]


def test_a_returned_notice_is_awaited_again(scene, journal):
    letter = sent(scene)
    assert awaited_notice(scene.north) is None
    said = decide(thread=letter.thread, decision=RETURN, data={"remark": "Нет акта."}, text="", actor=scene.staff)
    assert said.text == "Нет акта."
    assert ObligationNotice.objects.get().state == "returned"
    assert awaited_notice(scene.north).year == 2025


def test_a_withdrawn_notice_is_awaited_again(scene, journal):
    withdraw(thread=sent(scene).thread, reason="Ошибка", author_label="л", actor=scene.member)
    assert ObligationNotice.objects.get().state == "returned"
    assert awaited_notice(scene.north).year == 2025


def test_a_decision_upon_a_superseded_letter_is_refused(scene, journal):
    first = sent(scene)
    sent(scene)
    with pytest.raises(ValidationError, match="более позднее"):
        decide(thread=first.thread, decision=ACCEPT, data={}, text="Да", actor=scene.staff)


def test_the_term_is_a_dated_number(scene):
    assert notice_due(2024) == date(2025, 3, 1)
    rule = ObligationsRule(valid_from=date(2026, 6, 1), notice_month=4, notice_day=15, ground="Приказ № 1")
    save_rule(rule=rule, actor=None)
    assert notice_due(2025) == date(2026, 3, 1)
    assert notice_due(2026) == date(2027, 4, 15)


@pytest.mark.parametrize("now", ["2026-01-01", "2026-02-10", "2026-03-05"])
def test_who_owes_a_notice_is_reminded_and_others_are_not(scene, journal, time_machine, now):
    time_machine.move_to(f"{now} 09:00 +0300")
    words = "Представьте уведомление о размере обязательств за 2025"
    assert words in cabinet_of(scene.member).get("/").content.decode()
    sent(scene)
    assert words not in cabinet_of(scene.member).get("/").content.decode()


def test_the_calendar_knows_the_term_until_the_notice_is_given(scene, journal):
    days = (date(2026, 2, 1), date(2026, 4, 1))
    assert [duty.on for duty in notice_terms(scene.north, *days)] == [date(2026, 3, 1)]
    assert list(notice_terms(scene.trader, *days)) == []
    sent(scene)
    assert list(notice_terms(scene.north, *days)) == []


@pytest.mark.req("REQ-6.2")
def test_an_outage_of_the_cabinet_on_the_last_day_moves_it(scene, journal, time_machine):
    time_machine.move_to("2026-02-25 09:00 +0300")
    begins = datetime(2026, 3, 1, 10, tzinfo=timezone.get_default_timezone())
    announce(
        actor=scene.editor,
        title="Работы",
        text="<p>Работы</p>",
        kind="planned",
        effect="suspended",
        services=["cabinet"],
        starts_at=begins,
        ends_at=begins + timedelta(hours=5),
    )
    time_machine.move_to("2026-03-02 09:00 +0300")
    sent(scene)
    notice = ObligationNotice.objects.get()
    assert (notice.due_on, notice.is_late) == (date(2026, 3, 2), False)
