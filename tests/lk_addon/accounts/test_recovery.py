"""A representative who lost login, password or device gets back in through staff only, who write down how they knew."""

import pytest
from django.core import mail as outgoing
from post_office.mail import send_queued

from cms.users.models import IdentityCheck
from cms.users.queries import second_factors
from lk_addon.accounts.domain.mandates import revoke_mandate
from lk_addon.accounts.models import Invitation
from tests.factories.accounts import PASSWORD
from tests.scenarios import back_office_of, cabinet_of

pytestmark = [pytest.mark.django_db, pytest.mark.req("REQ-2.5")]

IDENTITY = {"way": "letter", "document": "Вх. № 15 от 02.03.2026", "note": "Подписал руководитель."}


def address(user, act):
    return f"/admin/mandates/{user.mandates.get().pk}/{act}/"


@pytest.mark.parametrize("act", ["link", "second-factor"])
def test_without_a_word_on_identity_nothing_is_given_back(scene, act):
    session = cabinet_of(scene.member)
    for missing in ({}, IDENTITY | {"document": ""}, IDENTITY | {"way": "trust"}):
        assert back_office_of(scene.staff).post(address(scene.member, act), missing).status_code == 200
    assert session.get("/").status_code == 200
    assert not Invitation.objects.exists()
    assert not IdentityCheck.objects.exists()


@pytest.mark.parametrize("act", ["link", "second-factor"])
def test_an_outsider_gives_nothing_back(scene, act):
    session = cabinet_of(scene.member)
    for outsider in (back_office_of(scene.editor), session):
        outsider.post(address(scene.member, act), IDENTITY)
    assert not IdentityCheck.objects.exists()
    assert session.get("/").status_code == 200


def test_a_lost_password_dies_and_a_link_is_sent(scene):
    session = cabinet_of(scene.member)
    back_office_of(scene.staff).post(address(scene.member, "link"), IDENTITY)
    scene.member.refresh_from_db()
    assert not scene.member.check_password(PASSWORD)
    assert session.get("/").status_code == 302
    send_queued()
    assert [message.to for message in outgoing.outbox] == [[scene.member.email]]
    check = IdentityCheck.objects.get()
    assert (check.user, check.checked_by, check.purpose) == (scene.member, scene.staff, "credentials")
    listing = back_office_of(scene.staff).get("/admin/users/identitycheck/").content.decode()
    assert IDENTITY["document"] in listing


def test_with_the_mailbox_lost_the_link_goes_to_the_new_one_and_word_to_the_old(scene):
    old = scene.member.email
    back_office_of(scene.staff).post(address(scene.member, "link"), IDENTITY | {"new_email": "Noviy@Example.com"})
    scene.member.refresh_from_db()
    assert scene.member.email == "noviy@example.com"
    send_queued()
    told = {message.to[0]: message.body for message in outgoing.outbox}
    assert set(told) == {old, "noviy@example.com"}
    assert "/activate/" in told["noviy@example.com"]
    assert "/activate/" not in told[old]


def test_an_address_of_somebody_else_is_refused_and_nothing_changes(scene):
    answer = back_office_of(scene.staff).post(
        address(scene.member, "link"), IDENTITY | {"new_email": scene.outsider.email}
    )
    assert "уже служит" in answer.content.decode()
    scene.member.refresh_from_db()
    assert scene.member.check_password(PASSWORD)
    assert not IdentityCheck.objects.exists()


def test_lost_devices_are_taken_away_and_the_person_is_told(scene):
    session = cabinet_of(scene.member)
    back_office_of(scene.staff).post(address(scene.member, "second-factor"), IDENTITY)
    assert second_factors(scene.member) == []
    assert session.get("/").status_code == 302
    send_queued()
    assert "сброшен" in outgoing.outbox[0].subject
    assert IdentityCheck.objects.get().purpose == "second_factor"


def test_no_link_that_opens_nothing_costs_the_password(scene):
    mandate = scene.other.mandates.get(member=scene.montage)
    revoke_mandate(mandate=mandate, actor=scene.staff)
    answer = back_office_of(scene.staff).post(f"/admin/mandates/{mandate.pk}/link/", IDENTITY)
    assert "Сначала верните доступ" in answer.content.decode()
    scene.other.refresh_from_db()
    assert scene.other.check_password(PASSWORD)
    assert not Invitation.objects.exists()
    assert not IdentityCheck.objects.exists()
