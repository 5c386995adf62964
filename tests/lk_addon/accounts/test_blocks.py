"""Blocks: of one account, of a member's representatives; what dies with access."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.core import mail as outgoing
from django.core.exceptions import ValidationError
from django.utils import timezone
from post_office.mail import send_queued

from cms.audit.models import AuditEntry
from lk_addon.accounts import letters
from lk_addon.accounts.domain.applications import invite
from lk_addon.accounts.domain.blocks import block_account, block_member, lift_block
from lk_addon.accounts.domain.invitations import InvitationClosed, open_invitation
from lk_addon.accounts.domain.mandates import revoke_mandate, suspend_mandate
from lk_addon.accounts.models import AccountBlock, Invitation, Mandate
from lk_addon.accounts.rules import may_enter
from lk_addon.accounts.tasks import close_what_ended
from lk_addon.accounts.tokens import activation_token
from lk_addon.cabinet.letters import queue_letter
from lk_addon.cabinet.prepare import MEMBER_DEPARTMENT
from tests.factories.accounts import AccessApplicationFactory, MandateFactory
from tests.scenarios import back_office_of, cabinet_of, exclude

pytestmark = pytest.mark.django_db


@pytest.mark.req("REQ-2.4")
def test_all_of_a_member_are_out_at_once_and_those_who_come_later(scene):
    inside = [cabinet_of(scene.member), cabinet_of(scene.colleague)]
    block_member(member=scene.north, reason="suspicion", comment="", actor=scene.staff)
    newcomer = MandateFactory(member=scene.north).user
    assert [client.get("/").status_code for client in (*inside, cabinet_of(newcomer))] == [302, 302, 302]
    assert cabinet_of(scene.outsider).get("/").status_code == 200


@pytest.mark.req("REQ-2.4")
def test_block_of_a_member_leaves_its_people_their_other_members(scene):
    client = cabinet_of(scene.other)
    client.post("/switch/", {"number": scene.trader.registration_number})
    block_member(member=scene.trader, reason="request", comment="", actor=scene.staff)
    entrance = client.get("/").wsgi_request.entrance
    assert entrance.members == (scene.montage,)
    assert client.post("/switch/", {"number": scene.trader.registration_number}).status_code == 404


@pytest.mark.req("REQ-2.4")
def test_scope_is_chosen_on_the_screen_and_lifting_has_its_own_permission(scene):
    mandate, client = Mandate.objects.get(user=scene.member), back_office_of(scene.staff)
    address = f"/admin/mandates/{mandate.pk}/block/"
    assert "всех представителей ООО «Демострой-Север»" in client.get(address).content.decode()
    assert client.post(address, {"scope": "member", "reason": "suspicion"}).status_code == 302
    block = AccountBlock.objects.get()
    assert (block.user, block.member) == (None, scene.north)
    assert "уже заблокированы" in client.post(address, {"scope": "member", "reason": "other"}).content.decode()
    assert "все представители" in client.get("/admin/accounts/accountblock/?live=yes").content.decode()
    lift = f"/admin/blocks/{block.pk}/lift/"
    department = scene.staff.groups.get(name=MEMBER_DEPARTMENT)
    department.permissions.remove(*_permissions("lift_accountblock"))
    assert back_office_of(scene.staff).post(lift)["Location"] == "/admin/"
    assert not may_enter(scene.member)
    department.permissions.add(*_permissions("lift_accountblock"))
    assert back_office_of(type(scene.staff).objects.get(pk=scene.staff.pk)).post(lift).status_code == 302
    assert may_enter(scene.member)
    actions = AuditEntry.objects.filter(object_id=str(scene.north.pk)).values_list("action", flat=True)
    assert {"member_access.blocked", "member_access.unblocked"} <= set(actions)


def _permissions(codename):
    return Permission.objects.filter(codename=codename)


def test_a_block_is_lifted_once(scene):
    block = block_account(user=scene.member, reason="other", comment="", actor=scene.staff)
    lift_block(block=block, actor=scene.staff)
    with pytest.raises(ValidationError, match="уже снята"):
        lift_block(block=block, actor=scene.staff)


@pytest.mark.req("REQ-1.4")
@pytest.mark.req("REQ-2.4")
@pytest.mark.parametrize("how", ["account", "member", "revoked", "suspended", "excluded", "excluded backwards"])
def test_links_and_waiting_letters_die_with_access(scene, how):
    mandate = invite(application=AccessApplicationFactory(member=scene.north), actor=scene.staff)
    token = activation_token(Invitation.objects.get())
    outsiders = queue_letter(letters.PASSWORD_CHANGED, to=scene.outsider.email, context={"login": "NSS-0902-1"})
    {
        "account": lambda: block_account(user=mandate.user, reason="other", comment="", actor=scene.staff),
        "member": lambda: block_member(member=scene.north, reason="other", comment="", actor=scene.staff),
        "revoked": lambda: revoke_mandate(mandate=mandate, actor=scene.staff),
        "suspended": lambda: suspend_mandate(mandate=mandate, actor=scene.staff),
        "excluded": lambda: exclude(scene.north),
        "excluded backwards": lambda: exclude(scene.north, days=-20),
    }[how]()
    with pytest.raises(InvitationClosed):
        open_invitation(token)
    send_queued()
    assert [letter.to for letter in outgoing.outbox] == [outsiders.to]


def test_letters_go_on_to_who_may_still_enter_elsewhere(scene):
    queue_letter(letters.PASSWORD_CHANGED, to=scene.other.email, context={"login": "NSS-0902-2"})
    exclude(scene.trader)
    send_queued()
    assert [letter.to for letter in outgoing.outbox] == [[scene.other.email]]


@pytest.mark.req("REQ-1.4")
def test_exclusion_to_come_closes_by_the_clock_on_its_day(scene):
    exclude(scene.north, days=3)
    assert may_enter(scene.member)
    close_what_ended()
    queue_letter(letters.PASSWORD_CHANGED, to=scene.member.email, context={"login": "NSS-0901-1"})
    queue_letter(letters.PASSWORD_CHANGED, to=scene.outsider.email, context={"login": "NSS-0902-1"})
    with time_machine.travel(timezone.now() + timedelta(days=3), tick=False):
        assert not may_enter(scene.member)
        close_what_ended()
        send_queued()
    assert [letter.to for letter in outgoing.outbox] == [[scene.outsider.email]]
