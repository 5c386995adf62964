"""A head's authority rests on the register: once it names another, the access of the one before is suspended."""

from datetime import timedelta

import pytest
from django.core import mail as outgoing
from django.core.exceptions import ValidationError
from django.utils import timezone
from post_office.mail import send_queued

from cms.audit.models import AuditEntry
from lk_addon.accounts.domain.applications import invite
from lk_addon.accounts.domain.mandates import extend_mandate, resume_mandate, suspend_mandate
from lk_addon.accounts.models import Basis, Mandate
from lk_addon.accounts.queries import mandates_of_former_heads
from lk_addon.accounts.rules import may_enter
from lk_addon.accounts.tasks import close_what_ended
from lk_addon.registry.domain.membership import correct_entry
from lk_addon.registry.models import Member, MemberHead
from lk_addon.registry.staff_page import member_url
from tests.factories.accounts import AccessApplicationFactory, MandateFactory, UserFactory
from tests.scenarios import back_office_of, cabinet_of

pytestmark = [pytest.mark.django_db, pytest.mark.req("REQ-1.1.e", "REQ-2.1.e")]

HEAD = {"last_name": "Образцов", "first_name": "Олег", "patronymic": "Олегович"}
SUCCESSOR = "Новосёлова-Запрудная Анна Антоновна"


@pytest.fixture
def head(scene):
    """The mandate of the one whom the register names as the head of ``north``; others there act by order."""
    Mandate.objects.update(basis=Basis.ORDER, basis_number="1", basis_date=timezone.localdate())
    return MandateFactory(member=scene.north, user=UserFactory(**HEAD), head_confirmed_at=None)


def replace_head(member, *names, actor=None, **days):
    """Let the register name others, as an import does: rows take the place of rows."""
    member = Member.objects.get(pk=member.pk)
    day = {"since": timezone.localdate()} | days
    member.heads = [MemberHead(position="Директор", full_name=name, **day) for name in names]
    return correct_entry(member=member, actor=actor, ground="Лист записи ЕГРЮЛ")


def test_who_was_replaced_is_out_on_the_next_request_and_staff_are_told(scene, head):
    inside = cabinet_of(head.user)
    assert inside.get("/organization/").status_code == 200
    replace_head(scene.north, SUCCESSOR)
    assert inside.get("/organization/").status_code == 302
    assert cabinet_of(scene.colleague).get("/organization/").status_code == 200
    send_queued()
    letter = next(message for message in outgoing.outbox if message.to == [scene.staff.email])
    assert head.login_label in letter.body
    assert "Образцов" not in letter.body
    assert f"/admin/accounts/mandate/inspect/{head.pk}/" in letter.body
    entry = AuditEntry.objects.get(action="mandate.suspended")
    assert (entry.actor, entry.data["because"]) == (None, "head_changed")


@pytest.mark.parametrize("name", ["ОБРАЗЦОВ  Олег Олегович", "Образцов Олег Олегович"])
def test_another_spelling_or_term_of_the_same_head_changes_nothing(scene, head, name):
    replace_head(scene.north, name, since=timezone.localdate() - timedelta(days=5))
    assert may_enter(head.user)
    assert not mandates_of_former_heads().exists()


def test_a_head_beside_another_stays(scene, head):
    replace_head(scene.north, "Образцов Олег Олегович", SUCCESSOR)
    assert may_enter(head.user)


def test_while_nobody_else_acts_the_access_stays_and_staff_are_warned_of_that(scene, head):
    replace_head(scene.north, "Образцов Олег Олегович", since=timezone.localdate() - timedelta(days=9),
                 until=timezone.localdate() - timedelta(days=1))  # fmt: skip
    assert may_enter(head.user)
    assert Member.objects.all().without_head().filter(pk=scene.north.pk).exists()


def test_dates_that_come_about_by_themselves_act_on_their_day(scene, head, time_machine):
    member, today = Member.objects.get(pk=scene.north.pk), timezone.localdate()
    old = {"full_name": "Образцов Олег Олегович", "since": today - timedelta(days=90), "until": today}
    new = {"full_name": SUCCESSOR, "since": today + timedelta(days=1)}
    member.heads = [MemberHead(position="Директор", **row) for row in (old, new)]
    correct_entry(member=member, actor=None, ground="Протокол № 4")
    close_what_ended()
    assert may_enter(head.user)
    time_machine.move_to(timezone.now() + timedelta(days=1))
    close_what_ended()
    assert not may_enter(head.user)


def test_a_name_that_never_was_in_the_register_is_shown_to_staff_and_not_shut_out_by_itself(scene, head):
    other = MandateFactory(member=scene.montage, head_confirmed_at=None)
    replace_head(scene.montage, SUCCESSOR)
    close_what_ended()
    assert may_enter(other.user)
    assert list(mandates_of_former_heads()) == [other]


def test_staff_find_it_among_their_tasks_in_the_list_and_on_the_members_page(scene, head):
    desk = back_office_of(scene.staff)
    said = "Полномочий ждут решения: руководитель сменился"
    assert said not in desk.get("/admin/").content.decode()
    assert "по реестру руководитель другой" not in desk.get(member_url(scene.north, "access")).content.decode()
    replace_head(scene.north, SUCCESSOR)
    assert said in desk.get("/admin/").content.decode()
    assert said not in back_office_of(scene.editor).get("/admin/").content.decode()
    listed = desk.get("/admin/accounts/mandate/?state=head").content.decode()
    assert head.login_label in listed
    assert "NSS-0901-1<" not in listed
    assert "по реестру руководитель другой" in desk.get(member_url(scene.north, "access")).content.decode()
    assert "значится другое имя" in desk.get(f"/admin/accounts/mandate/inspect/{head.pk}/").content.decode()


def test_the_mark_of_one_row_and_the_list_of_many_agree(scene, head):
    replace_head(scene.north, SUCCESSOR)
    MandateFactory(member=scene.trader, head_confirmed_at=None)
    MandateFactory(member=scene.former, head_confirmed_at=None)
    marked = {mandate.pk for mandate in Mandate.objects.filter(revoked_at=None) if mandate.head_in_doubt}
    listed = set(mandates_of_former_heads().values_list("pk", flat=True))
    assert {head.pk} < listed <= marked
    assert all(not mandate.member.is_acting() for mandate in Mandate.objects.filter(pk__in=marked - listed))


def test_staff_give_it_back_where_only_the_name_was_written_anew_until_the_register_changes_again(scene, head):
    replace_head(scene.north, SUCCESSOR)
    desk, page = back_office_of(scene.staff), f"/admin/mandates/{head.pk}/resume/"
    assert "значится другое имя" in desk.get(page).content.decode()
    assert desk.post(page).status_code == 302
    assert may_enter(head.user)
    close_what_ended()
    assert may_enter(head.user)
    assert not mandates_of_former_heads().exists()
    replace_head(scene.north, "Третьяков Тарас Тарасович")
    assert list(mandates_of_former_heads()) == [head]


def test_staff_confirm_a_head_whose_name_the_register_writes_otherwise(scene, head):
    other = MandateFactory(member=scene.montage, head_confirmed_at=None)
    desk, page = back_office_of(scene.staff), f"/admin/mandates/{other.pk}/confirm-head/"
    assert "Это руководитель" in desk.get(f"/admin/accounts/mandate/inspect/{other.pk}/").content.decode()
    assert back_office_of(scene.editor).post(page)["Location"] == "/admin/"
    assert mandates_of_former_heads().exists()
    assert desk.post(page).status_code == 302
    assert not mandates_of_former_heads().exists()
    assert AuditEntry.objects.filter(action="mandate.head_confirmed", actor=scene.staff).exists()
    clerk = Mandate.objects.get(user=scene.colleague)
    assert "не опирается" in desk.post(f"/admin/mandates/{clerk.pk}/confirm-head/").content.decode()


def test_a_mandate_is_not_extended_upon_being_the_head_where_the_register_names_another(scene, head):
    clerk = Mandate.objects.get(user=scene.colleague)
    form = {"basis": "head", "basis_number": "", "basis_date": None, "valid_to": None}
    with pytest.raises(ValidationError, match="внесите его в реестр"):
        extend_mandate(mandate=clerk, actor=scene.staff, **form)
    desk = back_office_of(scene.staff)
    answer = desk.post(f"/admin/mandates/{clerk.pk}/extend/", {"basis": "head"})
    assert "В реестре нет такого действующего руководителя" in answer.content.decode()
    assert extend_mandate(mandate=head, actor=scene.staff, **form).is_head


def test_who_was_the_head_goes_on_by_a_power_of_attorney(scene, head):
    replace_head(scene.north, SUCCESSOR)
    form = {"basis": "power", "basis_number": "7", "basis_date": timezone.localdate(), "valid_to": None}
    extend_mandate(mandate=head, actor=scene.staff, **form)
    assert not mandates_of_former_heads().exists()
    resume_mandate(mandate=head, actor=scene.staff)
    head.user.refresh_from_db()
    assert cabinet_of(head.user).get("/").wsgi_request.entrance.permissions == {"see", "submit"}
    head.refresh_from_db()
    assert head.head_confirmed_at is None


def test_what_was_explained_at_the_application_is_not_asked_again(scene, head):
    application = AccessApplicationFactory(member=scene.montage, basis=Basis.HEAD)
    mandate = invite(application=application, actor=scene.staff)
    assert mandate.head_confirmed_at
    assert mandate not in mandates_of_former_heads()


def test_numbers_of_rows_stay_whole_in_addresses_however_many_rows_there_are(scene, head):
    """People read «12 345», an address must not: the letter and the tab lead to rows of any number."""
    far = MandateFactory(pk=1_234_567, member=scene.montage, user=UserFactory(**HEAD), head_confirmed_at=None)
    replace_head(scene.montage, SUCCESSOR)
    send_queued()
    assert any(f"/admin/accounts/mandate/inspect/{far.pk}/" in message.body for message in outgoing.outbox)
    desk = back_office_of(scene.staff)
    page = desk.get(member_url(scene.montage, "access")).content.decode()
    assert f'href="/admin/accounts/mandate/inspect/{far.pk}/"' in page
    assert desk.get(f"/admin/accounts/mandate/inspect/{far.pk}/").status_code == 200


def test_a_head_suspended_by_hand_is_not_suspended_twice(scene, head):
    suspend_mandate(mandate=head, actor=scene.staff)
    replace_head(scene.north, SUCCESSOR)
    head.refresh_from_db()
    assert head.suspended_by == scene.staff
