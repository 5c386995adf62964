"""Two who work on one matter at one moment wait for each other in turn: neither ends with «deadlock detected».

Each test does one act up to its entry in the journal, lets another run into what the first has locked, and lets the
first write its entry: one that had the journal by then, and waited for the first, would end one of the two.
"""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cms.audit import domain as audit
from cms.users.models import User
from lk_addon.accounts.domain.blocks import block_account
from lk_addon.accounts.domain.contacts import EmailChangeClosed, ask_for_email, confirm_email
from lk_addon.accounts.domain.invitations import (
    InvitationClosed,
    accept_invitation,
    issue_invitation,
    replace_credentials,
)
from lk_addon.accounts.models import AccountBlock
from lk_addon.accounts.tokens import activation_token, email_token
from lk_addon.contracts.domain.contracts import save_contract
from lk_addon.contracts.submissions.event import ENTER
from lk_addon.correspondence.domain.answering import decide
from lk_addon.correspondence.domain.drafts import write_on
from lk_addon.correspondence.domain.sending import send
from lk_addon.exchange.domain import imports
from lk_addon.exchange.models import ImportRun
from lk_addon.meetings.domain.meeting import cancel
from lk_addon.registry.domain.membership import correct_entry
from lk_addon.registry.models import Member
from tests.factories import contracts as make
from tests.factories import meetings
from tests.factories.correspondence import draft, filled_form, sent_letter, stored_file
from tests.factories.locks import running_into_my_locks
from tests.lk_addon.exchange.conftest import workbook
from tests.scenarios import exclude, people

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def scene(db):
    return people()


@pytest.mark.req("REQ-3.2.2.N5")
def test_a_letter_about_a_contract_is_decided_upon_while_staff_correct_the_contract(scene):
    contract = make.contract(scene.north, Decimal(60_000_000))
    letter = sent_letter(
        scene.member,
        scene.north,
        code="odo_docs",
        files=[stored_file(scene.north, name="Соглашение.pdf")],
        subject="",
        text="",
        event="amended",
        contract=contract.pk,
        document_no="1",
        event_on=f"{timezone.localdate():%Y-%m-%d}",
        amount="70 000 000",
    )
    data = {"thread": letter.thread, "decision": ENTER, "data": {}, "text": "Внесено.", "actor": scene.staff}
    with running_into_my_locks(lambda: decide(**data)) as wait, audit.act():
        contract.object_name = "Школа на 550 мест"
        save_contract(contract=contract, actor=scene.staff, changed=["object_name"])
        wait()
    assert contract.amendments.count() == 1
    contract.refresh_from_db()
    assert contract.object_name == "Школа на 550 мест"


@pytest.mark.req("REQ-1.4", "REQ-3.1.V8")
def test_a_member_sends_a_letter_while_it_is_excluded(scene):
    begun = draft(scene.member, scene.north)
    data = {"draft_id": begun.pk, "form": filled_form(scene.north), "author_label": "NSS-0901-1"}
    with running_into_my_locks(lambda: send(**data, actor=scene.member)) as wait, audit.act():
        exclude(scene.north, actor=scene.staff)
        wait()
    assert scene.north.threads.count() == 1


@pytest.mark.req("REQ-3.1.V1")
def test_many_entries_are_imported_while_one_of_them_is_corrected(scene):
    members = (scene.north, scene.montage)
    site = "https://example.org"
    rows = [(one.registration_number, one.inn, one.full_name, one.registered_at, site) for one in members]
    head = ("Рег. №", "ИНН", "Полное наименование", "Дата внесения в реестр", "Сайт")
    run = imports.upload(kind="members", file=workbook(head, *rows), actor=scene.staff)
    imports.work(run)
    ImportRun.objects.filter(pk=run.pk).update(state=ImportRun.State.APPLYING, confirmed_by=scene.staff)
    run.refresh_from_db()
    with running_into_my_locks(lambda: imports.work(run)) as wait, audit.act():
        scene.montage.phones = "+7 (000) 000-00-09"
        correct_entry(member=scene.montage, actor=scene.staff, ground="письмо")
        wait()
    changed = Member.objects.filter(website=site).values_list("registration_number", flat=True)
    assert list(changed) == [scene.north.registration_number, scene.montage.registration_number]


@pytest.mark.req("REQ-2.4")
def test_somebody_acts_while_the_account_is_blocked(scene):
    reason = AccountBlock.Reason.SUSPICION
    with running_into_my_locks(lambda: audit.record("files.opened", actor=scene.member)) as wait, audit.act():
        block_account(user=scene.member, reason=reason, comment="", actor=scene.staff)
        wait()
    assert AccountBlock.objects.filter(user=scene.member, lifted_at=None).count() == 1


@pytest.mark.req("REQ-2.1.d", "REQ-2.5")
def test_somebody_follows_a_link_while_staff_send_another(scene):
    mandate = scene.member.mandates.get()
    token = activation_token(issue_invitation(mandate=mandate, actor=scene.staff))
    data = {"password": "not-known-to-others-1", "consents": [], "ip_address": "192.0.2.1", "user_agent": ""}

    def follow():
        with pytest.raises(InvitationClosed):
            accept_invitation(token=token, **data)

    with running_into_my_locks(follow) as wait:
        User.objects.select_for_update(no_key=True).get(pk=scene.member.pk)
        wait()
        replace_credentials(mandate=mandate, actor=scene.staff)
    scene.member.refresh_from_db()
    assert not scene.member.has_usable_password()


@pytest.mark.req("REQ-2.1.d")
def test_an_address_is_confirmed_while_its_owner_asks_for_another(scene):
    data = {"user": scene.member, "third_party": False, "ip_address": "192.0.2.1", "user_agent": ""}
    token = email_token(ask_for_email(email="next@example.com", **data))

    def confirm():
        with pytest.raises(EmailChangeClosed):
            confirm_email(token=token)

    with running_into_my_locks(confirm) as wait:
        User.objects.select_for_update(no_key=True).get(pk=scene.member.pk)
        wait()
        ask_for_email(email="another@example.com", **data)
    scene.member.refresh_from_db()
    assert scene.member.email != "next@example.com"


@pytest.mark.req("REQ-3.2.2.N8")
@pytest.mark.parametrize("way", ["first", "corrected"])
def test_a_ballot_that_comes_while_the_meeting_is_called_off_is_refused_and_stops_nobody(scene, way):
    row = meetings.open_voting(may_vote_again=True)
    first = [meetings.vote(scene.member, scene.north, row)] if way == "corrected" else []
    if first:
        begun = write_on(thread=first[0].thread, role="correction", author_label="NSS-0901-1", actor=scene.member)
    else:
        begun = draft(scene.member, scene.north, code="ballot")
    typed = {"meeting": row.pk, "way": "electronic", "confirmed": "on", "subject": "", "text": ""}
    form = filled_form(scene.north, code="ballot", **typed | meetings.answers(row, "against"))

    def come_late():
        with pytest.raises(ValidationError, match="отменено"):
            send(draft_id=begun.pk, form=form, author_label="NSS-0901-1", actor=scene.member)

    with running_into_my_locks(come_late) as wait, audit.act():
        cancel(meeting=row, reason="Пожар.", actor=scene.staff)
        wait()
    assert [ballot.letter for ballot in row.ballots.filter(member=scene.north)] == first
