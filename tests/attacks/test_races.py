"""Fifty at once: what may happen once happens once, whoever comes second is told so, and nothing is left half done."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from post_office.models import EmailTemplate

from cms.audit.models import AuditEntry
from cms.core.letters import Letter
from lk_addon.accounts.domain.applications import invite
from lk_addon.accounts.domain.blocks import block_account
from lk_addon.accounts.domain.contacts import EmailChangeClosed, ask_for_email, confirm_email
from lk_addon.accounts.domain.mandates import revoke_mandate
from lk_addon.accounts.models import AccountBlock, EmailChange, Invitation, Mandate
from lk_addon.accounts.tokens import email_token
from lk_addon.cabinet.models import ServiceSwitch
from lk_addon.cabinet.switches import switch_off
from lk_addon.exchange.domain import imports
from lk_addon.exchange.models import ImportRun
from lk_addon.exchange.tasks import do_step
from lk_addon.mailings.domain.mailing import confirm_mailing
from lk_addon.mailings.models import Category, Delivery, Mailing
from lk_addon.mailings.queries import recipients
from lk_addon.planner.domain.addresses import give_address
from lk_addon.planner.models import CalendarAddress
from lk_addon.registry.models import Member
from lk_addon.supervision.domain.report import accept_report, start_review
from tests.factories.accounts import AccessApplicationFactory
from tests.factories.supervision import report
from tests.lk_addon.exchange.conftest import HEAD, workbook
from tests.lk_addon.exchange.test_members import new_row
from tests.scenarios import exclude, people

pytestmark = [
    pytest.mark.django_db(transaction=True),
    # Ten at once ask who sends the mail; post_office leaves the file with the answer to the collector.
    pytest.mark.filterwarnings("ignore:Exception ignored in. <_io.FileIO name='[^']*mail-sending.lock'"),
    pytest.mark.filterwarnings("ignore:unclosed file <_io.TextIOWrapper name='[^']*mail-sending.lock'"),
]

TIMES, AT_ONCE = 50, 10
REFUSALS = (ValidationError, EmailChangeClosed)


@pytest.fixture
def scene(db):
    return people()


def at_once(act):
    """Do ``act`` fifty times, ten at one moment. Returns how often it was done; any other failure is raised."""
    start = Barrier(AT_ONCE)

    def attempt(_number):
        start.wait()
        try:
            act()
        except REFUSALS:
            return 0
        finally:
            connection.close()
        return 1

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return sum(pool.map(attempt, range(TIMES)))


@pytest.mark.req("REQ-2.1.d")
def test_an_application_gives_one_mandate_and_one_link(scene):
    application = AccessApplicationFactory(member=scene.north)
    assert at_once(lambda: invite(application=application, actor=scene.staff)) == 1
    assert Mandate.objects.filter(application=application).count() == 1
    assert Invitation.objects.filter(mandate__application=application).count() == 1


@pytest.mark.req("REQ-2.1.d")
def test_many_wishes_for_another_address_leave_one_open_and_it_is_confirmed_once(scene):
    def ask():
        ask_for_email(
            user=scene.member, email="next@example.com", third_party=False, ip_address="192.0.2.1", user_agent=""
        )

    assert at_once(ask) == TIMES
    change = EmailChange.objects.get(confirmed_at=None, revoked_at=None)
    assert at_once(lambda: confirm_email(token=email_token(change))) == 1
    scene.member.refresh_from_db()
    assert scene.member.email == "next@example.com"


def test_many_calendar_addresses_leave_one_alive(scene):
    mandate = scene.member.mandates.get()
    assert at_once(lambda: give_address(mandate=mandate, actor=scene.member)) == TIMES
    assert CalendarAddress.objects.filter(mandate=mandate, revoked_at=None).count() == 1


@pytest.mark.req("REQ-6.5")
def test_a_mailing_is_confirmed_once(scene):
    mailing = Mailing.objects.create(subject="Тема", body="<p>Текст</p>", category=Category.SERVICE)
    expected = recipients(mailing).count()
    assert at_once(lambda: confirm_mailing(mailing=mailing, expected=expected, actor=scene.staff)) == 1
    assert Delivery.objects.filter(mailing=mailing).count() == expected


@pytest.mark.req("REQ-6.5")
def test_the_first_letters_of_a_kind_share_one_row(db):
    letter = Letter(name="tests.first", subject="Тема", template="tests/letter.txt")
    assert at_once(letter.row) == TIMES
    assert EmailTemplate.objects.filter(name=letter.name).count() == 1


@pytest.mark.req("REQ-2.4")
def test_an_account_is_blocked_once(scene):
    def block():
        block_account(user=scene.member, reason=AccountBlock.Reason.SUSPICION, comment="", actor=scene.staff)

    assert at_once(block) == 1
    assert AccountBlock.objects.filter(user=scene.member, lifted_at=None).count() == 1


@pytest.mark.req("REQ-1.4")
def test_a_member_is_excluded_once(scene):
    assert at_once(lambda: exclude(scene.north, actor=scene.staff)) == 1
    assert scene.north.changes.filter(kind="excluded").count() == 1


@pytest.mark.req("REQ-2.4")
def test_a_mandate_is_revoked_once(scene):
    mandate = scene.member.mandates.get()
    assert at_once(lambda: revoke_mandate(mandate=mandate, actor=scene.staff)) == 1


@pytest.mark.req("REQ-6.3")
def test_a_service_is_switched_off_once(scene):
    def off():
        switch_off(code="fees", reason="Сверка", message="", until=None, hidden=False, actor=scene.staff)

    assert at_once(off) == 1
    assert ServiceSwitch.objects.filter(code="fees", on_at=None).count() == 1


def test_an_import_is_confirmed_once_and_its_rows_are_written_once(scene):
    file = workbook(HEAD, new_row("7001", 70001), new_row("7002", 70002))
    run = imports.upload(kind="members", file=file, actor=scene.staff)
    do_step(run.pk)
    assert at_once(lambda: imports.confirm(run=run, actor=scene.staff)) == 1
    assert at_once(lambda: do_step(run.pk)) == TIMES  # who finds the row of locks taken does nothing
    assert ImportRun.objects.get(pk=run.pk).counts() == {"applied": 2}
    for number in ("7001", "7002"):
        assert Member.objects.get(registration_number=number).changes.count() == 1


def test_an_annual_report_is_accepted_once(scene):
    submitted = report(scene.north)
    start_review(report=submitted, actor=scene.staff)
    assert at_once(lambda: accept_report(report=submitted, actor=scene.staff)) == 1
    assert AuditEntry.objects.filter(action="report.accepted", object_id=str(submitted.pk)).count() == 1
