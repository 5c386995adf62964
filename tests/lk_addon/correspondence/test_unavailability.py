"""An outage of the cabinet on the last day of a member's term moves it, and the SRO certifies the outage."""

import hashlib
from datetime import date, datetime, time, timedelta
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from pdfminer.high_level import extract_text

from cms.audit.models import AuditEntry
from home.outages.domain import announce, cancel, end_now
from home.outages.models import Effect, Kind, OutageNotice
from lk_addon.correspondence.domain.certificates import issue_certificate
from lk_addon.correspondence.models import Thread, UnavailabilityCertificate
from lk_addon.correspondence.unavailability import member_term
from tests.scenarios import back_office_of, cabinet_of

pytestmark = [pytest.mark.django_db, pytest.mark.req("REQ-6.2")]

DUE = date(2026, 3, 19)  # a Thursday without a day off around it
FRIDAY = DUE + timedelta(days=1)
LIST = "/unavailability/"


def at(hour, minute=0, day=DUE):
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def outage(starts=None, ends=None, *, services=("cabinet",), effect=Effect.SUSPENDED, open_end=False):
    return announce(
        actor=None,
        title="Сбой личного кабинета",
        text="<p>Кабинет недоступен.</p>",
        kind=Kind.UNPLANNED,
        effect=effect,
        services=list(services),
        starts_at=starts or at(10),
        ends_at=None if open_end else ends or at(14, 30),
    )


@pytest.mark.usefixtures("scene")
class TestTerm:
    """Where a term ends."""

    def test_without_an_outage_it_stands(self):
        assert member_term(DUE).on == DUE
        assert not member_term(DUE).is_moved
        assert member_term(None) is None

    def test_an_outage_on_the_last_day_moves_it_to_the_next_working_day(self):
        outage()
        term = member_term(DUE)
        assert (term.on, term.was) == (FRIDAY, DUE)
        assert term.why.startswith("перенесён с 19.03.2026: кабинет был недоступен с 19 марта 2026, 10:00")

    def test_over_a_weekend_it_moves_to_monday(self):
        outage(ends=at(23, 30, FRIDAY))
        assert member_term(DUE).on == date(2026, 3, 23)

    def test_a_second_outage_moves_it_again(self):
        outage()
        outage(at(0, 30, FRIDAY), at(9, 0, FRIDAY))
        term = member_term(DUE)
        assert (term.on, term.was) == (date(2026, 3, 23), DUE)

    @pytest.mark.parametrize(
        ("starts", "ends"), [(at(9, 0, DUE - timedelta(days=1)), at(0)), (at(0, 0, FRIDAY), at(5, 0, FRIDAY))]
    )
    def test_an_outage_beside_the_last_day_moves_nothing(self, starts, ends):
        outage(starts, ends)
        assert member_term(DUE).on == DUE

    @pytest.mark.parametrize(
        "other", [{"services": ["site"]}, {"services": ["cabinet.fees"]}, {"effect": Effect.DEGRADED}]
    )
    def test_an_outage_of_something_else_moves_nothing(self, other):
        outage(**other)
        assert member_term(DUE).on == DUE

    def test_one_called_off_moves_nothing(self):
        tomorrow = timezone.now() + timedelta(days=1)
        cancel(outage(tomorrow, tomorrow + timedelta(hours=3)), actor=None)
        assert member_term(timezone.localdate(tomorrow)).on == timezone.localdate(tomorrow)

    def test_one_that_still_runs_moves_it_behind_today(self):
        outage(timezone.now() - timedelta(hours=1), open_end=True)
        today = timezone.localdate()
        assert member_term(today).on > today

    def test_correcting_the_notice_corrects_the_term(self):
        one = outage()
        OutageNotice.objects.filter(pk=one.pk).update(starts_at=at(9, 0, FRIDAY), ends_at=at(10, 0, FRIDAY))
        assert member_term(DUE).on == DUE


def test_staff_see_the_rule_beside_the_term(letter, desk):
    Thread.objects.update(state="need_info", stopped_on=DUE, member_due_on=DUE)
    outage()
    shown = desk.get(f"/admin/correspondence/threads/{letter.thread_id}/").content.decode()
    assert "20.03.2026" in shown
    assert "перенесён с 19.03.2026: кабинет был недоступен" in shown


def test_a_member_takes_the_certificate_and_the_journal_keeps_it(scene):
    one = outage()
    browser = cabinet_of(scene.member)
    assert one.title in browser.get(LIST).content.decode()
    assert "Получить справку" in browser.get(f"{LIST}{one.pk}/").content.decode()
    answer = browser.post(f"{LIST}{one.pk}/", follow=True)
    paper = b"".join(answer.streaming_content)
    row = UnavailabilityCertificate.objects.get()
    assert (row.member, row.outage.pk, row.issued_by) == (scene.north, one.pk, scene.member)
    assert hashlib.sha256(paper).hexdigest() == row.sha256
    words = extract_text(BytesIO(paper)).replace("\xa0", " ")
    for part in (row.number, "19 марта 2026 г., 10:00:00 МСК", "14:30:00 МСК", scene.north.inn):
        assert part in words
    assert row.facts_sha256 in "".join(words.split())
    entry = AuditEntry.objects.get(action="unavailability.certified")
    assert (entry.data["number"], entry.data["sha256"]) == (row.number, row.sha256)
    assert AuditEntry.objects.filter(action="file.downloaded", object_id=str(row.pk)).exists()


def test_asking_twice_gives_the_same_certificate_until_the_window_is_corrected(scene):
    one = outage()
    first = issue_certificate(member=scene.north, outage=one, actor=scene.member)
    assert issue_certificate(member=scene.north, outage=one, actor=scene.colleague) == first
    OutageNotice.objects.filter(pk=one.pk).update(ends_at=at(16))
    one.refresh_from_db()
    second = issue_certificate(member=scene.north, outage=one, actor=scene.member)
    assert second.number != first.number
    assert (first.ends_at, second.ends_at) == (at(14, 30), at(16))


def test_nothing_is_certified_of_an_outage_that_runs(scene):
    one = outage(timezone.now() - timedelta(hours=1), open_end=True, services=["cabinet.correspondence"])
    assert cabinet_of(scene.member).post(f"{LIST}{one.pk}/").status_code == 404
    with pytest.raises(ValidationError, match="ещё не закончился"):
        issue_certificate(member=scene.north, outage=one, actor=scene.member)
    end_now(one, actor=None)
    assert cabinet_of(scene.member).post(f"{LIST}{one.pk}/").status_code == 302


def test_a_certificate_is_given_to_its_member_and_to_staff_who_may(scene, accountant, clerk):
    issued = issue_certificate(member=scene.north, outage=outage(), actor=scene.member)
    address = f"{LIST}certificates/{issued.pk}/"
    assert cabinet_of(scene.colleague).get(address).status_code == 200
    assert cabinet_of(scene.outsider).get(address).status_code == 404
    office = f"/admin/correspondence/certificates/{issued.pk}/"
    assert back_office_of(clerk).get(office).status_code == 200
    for stranger in (accountant, scene.editor):
        assert back_office_of(stranger).get(office).status_code == 302


def test_an_outage_of_the_site_is_not_certified(scene):
    one = outage(services=["site"])
    assert cabinet_of(scene.member).post(f"{LIST}{one.pk}/").status_code == 404
