"""Acts of staff that open a door or close it for good want the password again: a desk left alone does none of them."""

from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.urls import get_resolver, reverse
from django.utils import timezone

from cms.audit.models import AuditEntry
from cms.users.confirmation import SESSION_KEY
from cms.users.groups import ADMINISTRATORS
from lk_addon.accounts.domain.blocks import block_account
from lk_addon.accounts.domain.mandates import suspend_mandate
from lk_addon.accounts.models import Basis, Mandate
from lk_addon.signatures.models import TimestampAuthority, TrustedCertificate
from tests.architecture.test_cabinet_urls import address, patterns
from tests.factories.accounts import PASSWORD, AccessApplicationFactory, MandateFactory
from tests.factories.powers import good_power
from tests.factories.sessions import signed_in_client
from tests.scenarios import back_office_of

pytestmark = [pytest.mark.django_db, pytest.mark.req("REQ-2.3.c", "REQ-2.4", "REQ-2.5")]

IDENTITY = {"way": "letter", "document": "Вх. № 15 от 02.03.2026", "note": ""}
#: Every act of the back office that must ask, with the row it is done to and what its form says.
SENSITIVE = {
    "access_invite": ("application", {}),
    "access_new_link": ("mandate", IDENTITY | {"new_email": "novyy@example.com"}),
    "access_reset_factor": ("mandate", IDENTITY),
    "access_unblock": ("block", {}),
    "access_permissions": ("mandate", {"permissions": ["submit", "vote"]}),
    "access_extend": ("mandate", {"basis": "order", "basis_number": "1", "basis_date": "01.04.2025"}),
    "access_resume": ("suspended", {}),
    "access_confirm_head": ("suspended", {}),
    "access_revoke": ("mandate", {}),
    "access_power_confirm": ("power", {}),
    "trust_remove": ("authority", {"reason": "Аккредитация прекращена"}),
    "stamps_remove": ("stamps", {"reason": "Аккредитация прекращена"}),
    "registry_exclude": (
        "member",
        {"terminated_at": "01.04.2026", "ground": "decision", "document": "Протокол № 1"},
    ),
}
BACK_OFFICE = list(patterns(get_resolver(settings.ROOT_URLCONF)))


#: Acts, by their class; what else the decorator covers is of ``tests/users``.
MARKED = {
    name: (route, pattern)
    for name, route, pattern in BACK_OFFICE
    if getattr(getattr(pattern.callback, "view_class", None), "wants_confirmation", False)
}


@pytest.fixture
def rows(scene):
    now = timezone.now()
    mandate, other = Mandate.objects.get(user=scene.colleague), MandateFactory(member=scene.north)
    Mandate.objects.filter(pk=mandate.pk).update(
        basis=Basis.ORDER, basis_number="1", basis_date="2025-04-01", permissions=["see"]
    )
    suspend_mandate(mandate=other, actor=scene.staff)
    return SimpleNamespace(
        application=AccessApplicationFactory(member=scene.north),
        block=block_account(user=scene.outsider, reason="other", comment="", actor=scene.staff),
        mandate=mandate,
        suspended=other,
        power=good_power(mandate),
        member=scene.montage,
        authority=TrustedCertificate.objects.create(subject="УЦ", valid_from=now, valid_to=now),
        stamps=TimestampAuthority.objects.create(subject="УЦ", valid_from=now, valid_to=now),
    )


def test_the_list_of_sensitive_acts_and_the_marks_are_the_same():
    assert SENSITIVE.keys() == MARKED.keys()


@pytest.mark.parametrize("name", sorted(SENSITIVE))
def test_an_act_of_staff_asks_for_the_password_does_nothing_before_and_works_after(scene, rows, name):
    row, form = SENSITIVE[name]
    page = reverse(name, urlconf=settings.ROOT_URLCONF, args=[getattr(rows, row).pk])
    scene.staff.groups.add(Group.objects.get(name=ADMINISTRATORS))
    desk, entries = signed_in_client(scene.staff), AuditEntry.objects.count()
    for method in (desk.get, desk.post):
        wanted = method(page, form)["Location"]
        assert wanted.startswith("/admin/security/confirm/?next=")
    assert AuditEntry.objects.count() == entries
    assert desk.post(wanted, {"password": PASSWORD})["Location"].startswith(page)
    assert desk.get(page).status_code == 200
    assert desk.post(page, form).status_code == 302
    assert AuditEntry.objects.count() > entries
    session = desk.get("/admin/").wsgi_request.session
    session[SESSION_KEY] -= settings.PASSWORD_CONFIRMATION_AGE
    session.save()
    assert desk.get(page)["Location"].startswith("/admin/security/confirm/")


@pytest.mark.parametrize("name", sorted(SENSITIVE))
def test_who_may_not_do_it_is_not_asked_for_the_password(scene, name):
    assert back_office_of(scene.editor).get(address(*MARKED[name]))["Location"] == "/admin/"
