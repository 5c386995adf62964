"""What somebody prepared while they were inside is dead once they are put out, also after they are let in again."""

import re

import pytest
from django.core import mail as outgoing
from post_office.mail import send_queued

from cms.users.models import User
from lk_addon.accounts.domain.blocks import block_account, block_member, lift_block
from lk_addon.accounts.domain.colleagues import resume_colleague, suspend_colleague
from lk_addon.accounts.domain.mandates import resume_mandate, suspend_mandate
from lk_addon.accounts.models import EmailChange, Mandate, Permission
from tests.factories.accounts import PASSWORD, MandateFactory
from tests.factories.confirmation import confirmed
from tests.scenarios import cabinet_of, exclude

pytestmark = pytest.mark.django_db

THIEF = "vzlomshchik@example.com"
NEW = "Сосна-у-переезда-77"
PASSWORDS = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}


def ask_for_email(user, email=THIEF):
    """Ask for another address from a session of ``user``, and return the link that came to it."""
    confirmed(cabinet_of(user)).post("/account/email/", {"email": email, "whose": "own"})
    send_queued()
    letter = next(message for message in outgoing.outbox if message.to == [email])
    return re.search(r"https?://[^/]+(/account/email/\S+)", letter.body)[1]


def block_and_lift(block):
    """Return an act of staff upon the scene: a block that is lifted again."""

    def act(scene):
        lift_block(block=block(scene), actor=scene.staff)

    return act


def suspend_and_resume(scene):
    mandate = scene.member.mandates.get()
    suspend_mandate(mandate=mandate, actor=scene.staff)
    resume_mandate(mandate=mandate, actor=scene.staff)


def of_account(reason):
    return lambda scene: block_account(user=scene.member, reason=reason, comment="", actor=scene.staff)


def of_member(reason):
    return lambda scene: block_member(member=scene.north, reason=reason, comment="", actor=scene.staff)


PUT_OUT = {
    "account": block_and_lift(of_account("suspicion")),
    "account for contacts": block_and_lift(of_account("contacts")),
    "member": block_and_lift(of_member("suspicion")),
    "member for contacts": block_and_lift(of_member("contacts")),
    "mandate": suspend_and_resume,
}


@pytest.mark.req("REQ-2.1.b", "REQ-2.3.c")
@pytest.mark.parametrize("page", ["/security/compromised/", "/security/password/"])
def test_a_thief_who_asked_for_his_address_owns_nothing_after_the_password_was_changed(scene, lk_client, page):
    owner = cabinet_of(scene.member)
    link = ask_for_email(scene.member)
    answer = owner.post(page, PASSWORDS, follow=True)
    assert "Смену адреса почты, запрошенную раньше, отменили" in answer.content.decode()
    assert [lk_client.get(link).status_code, lk_client.post(link).status_code] == [410, 410]
    assert not User.objects.filter(email=THIEF).exists()


def test_a_change_of_the_password_speaks_of_no_address_where_none_was_asked_for(scene):
    answer = cabinet_of(scene.member).post("/security/password/", PASSWORDS, follow=True)
    assert "адреса почты" not in answer.content.decode().partition("<main")[2].partition("</main>")[0]


@pytest.mark.req("REQ-2.4")
@pytest.mark.parametrize("way", PUT_OUT)
def test_a_wish_for_another_address_dies_with_access_and_does_not_come_back_with_it(scene, lk_client, way):
    link = ask_for_email(scene.member)
    PUT_OUT[way](scene)
    assert lk_client.post(link).status_code == 410
    assert EmailChange.objects.get().revoked_at


@pytest.mark.req("REQ-1.4")
def test_exclusion_closes_the_wish_and_holds_its_letter_back(scene):
    confirmed(cabinet_of(scene.member)).post("/account/email/", {"email": THIEF, "whose": "own"})
    exclude(scene.north)
    assert EmailChange.objects.get().revoked_at
    send_queued()
    assert THIEF not in [message.to[0] for message in outgoing.outbox]


@pytest.mark.req("REQ-2.4")
def test_a_block_of_one_member_kills_what_its_people_asked_for_though_they_stay_inside_elsewhere(scene, lk_client):
    link = ask_for_email(scene.other)
    block_member(member=scene.trader, reason="suspicion", comment="", actor=scene.staff)
    assert lk_client.post(link).status_code == 410


@pytest.mark.req("REQ-1.4")
def test_exclusion_of_one_member_leaves_the_wish_of_somebody_who_stays_inside_elsewhere(scene, lk_client):
    link = ask_for_email(scene.other)
    exclude(scene.trader)
    assert lk_client.post(link).status_code == 200


@pytest.mark.req("REQ-2.4")
@pytest.mark.parametrize("way", PUT_OUT)
def test_a_session_that_slept_through_it_does_not_wake(scene, way):
    asleep = cabinet_of(scene.member)
    PUT_OUT[way](scene)
    assert asleep.get("/organization/")["Location"].startswith("/login/")
    scene.member.refresh_from_db()
    assert cabinet_of(scene.member).get("/organization/").status_code == 200


@pytest.mark.req("REQ-2.4")
def test_a_colleague_suspended_from_the_cabinet_signs_in_again_too(scene):
    colleague = Mandate.objects.get(user=scene.colleague)
    Mandate.objects.filter(pk=colleague.pk).update(basis="order", permissions=[Permission.SEE])
    colleague.refresh_from_db()
    asleep = cabinet_of(scene.colleague)
    suspend_colleague(colleague=colleague, actor=scene.member)
    resume_colleague(colleague=colleague, actor=scene.member)
    assert asleep.get("/")["Location"].startswith("/login/")


@pytest.mark.req("REQ-2.4")
def test_a_session_goes_on_where_its_person_was_never_out(scene):
    inside, neighbour = cabinet_of(scene.other), cabinet_of(scene.outsider)
    block = block_member(member=scene.trader, reason="suspicion", comment="", actor=scene.staff)
    suspended = MandateFactory(member=scene.north, user=scene.other)
    suspend_mandate(mandate=suspended, actor=scene.staff)
    lift_block(block=block, actor=scene.staff)
    assert [client.get("/organization/").status_code for client in (inside, neighbour)] == [200, 200]
