"""What a mandate lets its holder do, for how long, and who changes that."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail as outgoing
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from post_office.mail import send_queued

from cms.audit.models import AuditEntry
from cms.outbox.domain import drain
from cms.outbox.tasks import drain_outbox
from lk_addon.accounts.domain.colleagues import arrange_permissions, suspend_colleague
from lk_addon.accounts.domain.mandates import extend_mandate, revoke_mandate, suspend_mandate
from lk_addon.accounts.domain.reminders import queue_reminders
from lk_addon.accounts.models import Mandate, MandateReminder
from lk_addon.accounts.rules import may_enter
from lk_addon.accounts.views import colleagues
from lk_addon.cabinet import attention, duties
from tests.factories.accounts import PASSWORD, MandateFactory
from tests.scenarios import back_office_of, cabinet_of, exclude

pytestmark = pytest.mark.django_db

LIST = "/account/colleagues/"


def representative(member, *permissions, **fields):
    """Make a mandate by order with these permissions."""
    basis = {"basis": "order", "basis_number": "4", "basis_date": date(2025, 4, 1)}
    return MandateFactory(member=member, permissions=["see", *permissions], **basis | fields)


def confirmed(user):
    """Return a browser in which the password was typed a moment ago."""
    client = cabinet_of(user)
    assert client.post("/security/confirm/", {"password": PASSWORD}).status_code == 302
    return client


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


@pytest.mark.req("REQ-1.1.d")
def test_a_page_that_needs_a_permission_is_closed_to_those_without_it(scene):
    clerk = representative(scene.north, "submit")
    answer = cabinet_of(clerk.user).get(LIST)
    assert answer.status_code == 403
    assert "управлять доступом коллег" in answer.content.decode()
    assert answer.wsgi_request.entrance.permissions == {"see", "submit"}
    assert cabinet_of(scene.member).get(LIST).status_code == 200


@pytest.mark.req("REQ-1.1.d")
def test_permissions_are_those_for_the_member_in_view(scene):
    representative(scene.montage, "vote", user=scene.member)
    client = cabinet_of(scene.member)
    assert client.get("/").wsgi_request.entrance.permissions == {"see", "submit", "sign", "vote", "manage"}
    client.post("/switch/", {"number": scene.montage.registration_number})
    assert client.get("/").wsgi_request.entrance.permissions == {"see", "vote"}
    assert client.get(LIST).status_code == 403


def test_staff_looking_in_only_see(scene):
    client = cabinet_of(scene.staff)
    client.post("/switch/", {"number": scene.north.registration_number})
    answer = client.get(LIST)
    assert answer.status_code == 403
    assert "Только просмотр" in answer.content.decode()


@pytest.mark.req("REQ-4.2")
def test_head_sees_colleagues_by_their_numbers_only(scene):
    clerk = representative(scene.north, "submit")
    foreign = representative(scene.montage)
    html = cabinet_of(scene.member).get(LIST).content.decode()
    assert clerk.login_label in html
    assert foreign.login_label not in html
    for personal in (clerk.user.last_name, clerk.user.email, clerk.user.phone, clerk.user.first_name):
        assert personal not in html


def test_head_changes_permissions_after_the_password(scene):
    clerk = representative(scene.north, "submit")
    address = f"{LIST}{clerk.label_number}/"
    assert (
        cabinet_of(scene.member).post(address, {"permissions": ["vote"]})["Location"].startswith("/security/confirm/")
    )
    clerk.refresh_from_db()
    assert clerk.permissions == ["see", "submit"]
    assert confirmed(scene.member).post(address, {"permissions": ["sign", "vote"]}).status_code == 302
    clerk.refresh_from_db()
    assert clerk.permissions == ["see", "sign", "vote"]
    entry = AuditEntry.objects.get(action="mandate.permissions_changed")
    assert (entry.actor, entry.data["login"]) == (scene.member, clerk.login_label)


def test_nobody_gives_what_they_do_not_have(scene):
    manager = representative(scene.north, "manage", "submit")
    clerk = representative(scene.north)
    client = confirmed(manager.user)
    page = client.get(f"{LIST}{clerk.label_number}/").content.decode()
    assert 'value="submit"' in page
    assert 'value="vote"' not in page
    assert client.post(f"{LIST}{clerk.label_number}/", {"permissions": ["vote"]}).status_code == 200
    with pytest.raises(PermissionDenied):
        arrange_permissions(colleague=clerk, permissions=["vote"], actor=manager.user)
    clerk.refresh_from_db()
    assert clerk.permissions == ["see"]


def test_head_oneself_the_mightier_and_foreigners_are_out_of_reach(scene):
    manager = representative(scene.north, "manage")
    targets = {
        "head": Mandate.objects.get(user=scene.member),
        "oneself": manager,
        "mightier": representative(scene.north, "vote"),
        "foreigner": representative(scene.montage),
    }
    client = confirmed(manager.user)
    for who, target in targets.items():
        if who != "foreigner":
            assert client.get(f"{LIST}{target.label_number}/").status_code == 404, who
            assert client.post(f"{LIST}{target.label_number}/", {"act": "suspend"}).status_code == 404, who
        with pytest.raises(PermissionDenied):
            suspend_colleague(colleague=target, actor=manager.user)
    assert not Mandate.objects.filter(suspended_at__isnull=False).exists()


def test_outsider_and_clerk_suspend_nobody(scene):
    clerk, other = representative(scene.north, "submit"), representative(scene.north)
    for actor in (scene.outsider, clerk.user, scene.stranger, scene.excluded):
        with pytest.raises(PermissionDenied):
            suspend_colleague(colleague=other, actor=actor)
    assert may_enter(other.user)


def test_what_staff_have_closed_no_colleague_opens(scene):
    clerk, head = representative(scene.north, "submit"), confirmed(scene.member)
    address = f"{LIST}{clerk.label_number}/"
    suspend_mandate(mandate=clerk, actor=scene.staff)
    assert "Доступ приостановила СРО" in head.get(address).content.decode()
    assert 'value="resume"' not in head.get(address).content.decode()
    assert "вернуть его может только она" in head.post(address, {"act": "resume"}, follow=True).content.decode()
    assert not may_enter(clerk.user)


def test_permissions_of_somebody_whose_mandate_ends_meanwhile_are_refused_in_words(scene, monkeypatch):
    clerk, head = representative(scene.north, "submit"), confirmed(scene.member)
    look = colleagues.recently_confirmed

    def and_meanwhile(request):
        revoke_mandate(mandate=clerk, actor=scene.staff)
        return look(request)

    monkeypatch.setattr(colleagues, "recently_confirmed", and_meanwhile)
    answer = head.post(f"{LIST}{clerk.label_number}/", {"permissions": ["sign"]})
    assert "Полномочие уже отозвано" in answer.content.decode()


def test_suspended_colleague_is_out_on_the_next_request_and_comes_back(scene):
    clerk = representative(scene.north, "submit")
    elsewhere = representative(scene.trader, user=clerk.user)
    cabinet, head = cabinet_of(clerk.user), confirmed(scene.member)
    address = f"{LIST}{clerk.label_number}/"
    assert head.post(address, {"act": "suspend"}).status_code == 302
    assert cabinet.get("/").wsgi_request.entrance.member == elsewhere.member
    assert not may_enter(clerk.user, scene.north)
    assert "приостановлен" in head.get(LIST).content.decode()
    assert head.post(address, {"act": "resume"}).status_code == 302
    assert may_enter(clerk.user, scene.north)
    assert {"mandate.suspended", "mandate.resumed"} <= set(AuditEntry.objects.values_list("action", flat=True))


@pytest.mark.req("REQ-2.1.e")
def test_a_term_that_is_over_opens_again_by_a_new_document(scene):
    clerk = representative(scene.north, valid_to=in_days(-1))
    assert cabinet_of(clerk.user).get("/").status_code == 302
    address = f"/admin/mandates/{clerk.pk}/extend/"
    form = {"basis": "power", "basis_number": "9", "basis_date": "2026-01-10", "valid_to": in_days(60).isoformat()}
    assert back_office_of(scene.editor).post(address, form)["Location"] == "/admin/"
    assert back_office_of(scene.staff).post(address, form | {"basis_number": ""}).status_code == 200
    assert not may_enter(clerk.user)
    assert back_office_of(scene.staff).post(address, form).status_code == 302
    assert cabinet_of(clerk.user).get("/").status_code == 200
    clerk.refresh_from_db()
    assert (clerk.basis, clerk.basis_number, clerk.valid_to) == ("power", "9", in_days(60))
    assert not clerk.invitations.exists()


@pytest.mark.req("REQ-2.1.e")
@pytest.mark.parametrize("why", ["revoked", "excluded", "past"])
def test_what_is_over_for_good_is_not_extended(scene, why):
    clerk = representative(scene.north)
    if why == "revoked":
        revoke_mandate(mandate=clerk, actor=scene.staff)
    if why == "excluded":
        exclude(scene.north)
    until = in_days(-1 if why == "past" else 60)
    with pytest.raises(ValidationError):
        extend_mandate(mandate=clerk, basis="head", basis_number="", basis_date=None, valid_to=until, actor=scene.staff)


@pytest.mark.req("REQ-2.1.e")
def test_user_and_staff_are_reminded_30_and_7_days_ahead_once(scene):
    clerk = representative(scene.north, valid_to=in_days(40))
    told = []
    for day in (5, 10, 11, 12, 33, 34, 41):
        with time_machine.travel(timezone.now() + timedelta(days=day), tick=False):
            for _twice in range(2):
                queue_reminders()
                drain()
            send_queued()
            told.append([letter.to for letter in outgoing.outbox])
            outgoing.outbox.clear()
    both = [[clerk.user.email], [scene.staff.email]]
    assert told == [[], both, [], [], both, [], []]
    assert list(MandateReminder.objects.order_by("-days").values_list("days", flat=True)) == [30, 7]


@pytest.mark.req("REQ-2.1.e")
@pytest.mark.req("REQ-4.2")
def test_reminder_names_the_number_and_the_day_and_no_person(scene):
    clerk = representative(scene.north, valid_to=in_days(7))
    queue_reminders()
    drain()
    send_queued()
    assert len(outgoing.outbox) == 2
    for letter in outgoing.outbox:
        assert clerk.login_label in letter.body
        for personal in (clerk.user.last_name, clerk.user.email, clerk.user.phone):
            assert personal not in letter.body + letter.subject


@pytest.mark.req("REQ-2.1.e")
@pytest.mark.parametrize("change", ["extended", "suspended", "revoked"])
def test_no_reminder_of_what_has_changed_while_it_waited(scene, change, monkeypatch):
    clerk = representative(scene.north, valid_to=in_days(6))
    monkeypatch.setattr(drain_outbox, "delay", lambda: None)
    queue_reminders()
    {
        "extended": lambda: extend_mandate(
            mandate=clerk,
            basis="power",
            basis_number="16",
            basis_date=in_days(-1),
            valid_to=in_days(400),
            actor=scene.staff,
        ),
        "suspended": lambda: suspend_mandate(mandate=clerk, actor=scene.staff),
        "revoked": lambda: revoke_mandate(mandate=clerk, actor=scene.staff),
    }[change]()
    assert drain() == 1
    assert not MandateReminder.objects.exists()


@pytest.mark.req("REQ-2.1.e")
def test_near_end_stands_on_the_dashboard_and_in_the_calendar_of_duties(scene):
    clerk = representative(scene.north, valid_to=in_days(20))
    stranger = representative(scene.north, valid_to=in_days(25))
    seen = attention.matters(cabinet_of(clerk.user).get("/").wsgi_request)
    assert [matter.due for matter in seen if clerk.login_label in matter.text] == [in_days(20)]
    assert not any(stranger.login_label in matter.text for matter in seen)
    assert any(
        stranger.login_label in matter.text
        for matter in attention.matters(cabinet_of(scene.member).get("/").wsgi_request)
    )
    titles = [duty.title for duty in duties.duties_of(scene.north, in_days(0), in_days(30))]
    assert any(clerk.login_label in title for title in titles)
    assert not any("NSS-0901" in duty.title for duty in duties.duties_of(scene.montage, in_days(0), in_days(30)))


def test_staff_change_permissions_but_not_a_heads(scene):
    clerk = representative(scene.north)
    client = back_office_of(scene.staff)
    assert client.post(f"/admin/mandates/{clerk.pk}/permissions/", {"permissions": ["vote"]}).status_code == 302
    clerk.refresh_from_db()
    assert clerk.permissions == ["see", "vote"]
    head = Mandate.objects.get(user=scene.member)
    page = client.post(f"/admin/mandates/{head.pk}/permissions/", {"permissions": []}).content.decode()
    assert "Руководителю доступно всё" in page


@pytest.mark.parametrize("state", ["live", "ending", "ended", "suspended", "revoked"])
def test_list_of_representatives_is_filtered_by_what_became_of_them(scene, state):
    made = {
        "live": representative(scene.trader, user__last_name="Живой"),
        "ending": representative(scene.trader, user__last_name="Кончающий", valid_to=in_days(9)),
        "ended": representative(scene.trader, user__last_name="Кончивший", valid_to=in_days(-9)),
        "suspended": representative(scene.trader, user__last_name="Приостановленный", suspended_at=timezone.now()),
        "revoked": representative(scene.trader, user__last_name="Отозванный", revoked_at=timezone.now()),
    }
    html = back_office_of(scene.staff).get(f"/admin/accounts/mandate/?state={state}").content.decode()
    shown = {name for name, mandate in made.items() if mandate.user.last_name in html}
    assert shown == ({"live", "ending"} if state == "live" else {state})


def test_list_of_colleagues_costs_the_same_for_few_and_for_many(scene):
    client = cabinet_of(scene.member)
    client.get(LIST)
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        counts.append(len(queries))
        for _more in range(4):
            representative(scene.north)
    assert counts[0] == counts[1]
