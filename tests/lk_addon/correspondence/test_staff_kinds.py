"""Staff change kinds without a release; terms are superseded by dated rows and never typed over (REQ-7.3)."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from cms.audit.models import AuditEntry
from cms.users.groups import ADMINISTRATORS
from lk_addon.cabinet.departments import ACCOUNTING_DEPARTMENT
from lk_addon.correspondence.models import KindTerms
from tests.factories.correspondence import kind_of
from tests.factories.sessions import signed_in_client
from tests.scenarios import back_office_of, staff_of

pytestmark = [pytest.mark.django_db, pytest.mark.req("REQ-7.3")]

KINDS, TERMS = "/admin/correspondence/submissionkind/", "/admin/correspondence/kindterms/"


@pytest.fixture
def administrator(scene):
    """Who changes kinds."""
    return staff_of(ADMINISTRATORS)


@pytest.fixture
def desk(administrator):
    """The administrator's browser, the password typed a moment ago."""
    return back_office_of(administrator)


def kind_data(**fields):
    kind = kind_of()
    return {
        "title": kind.title,
        "clause": kind.clause,
        "help_text": kind.help_text,
        "order": kind.order,
        "extensions": "pdf, docx",
        "files_wanted": 0,
        "department": kind.department_id,
        "is_on": "on",
        "off_message": "",
    } | fields


def terms_data(**fields):
    return {
        "kind": kind_of().pk,
        "valid_from": f"{timezone.localdate():%Y-%m-%d}",
        "ground": "Решение Совета № 5",
        "signature_policy": "required",
        "signature_reason": "Положение, п. 2",
        "answer_workdays": 7,
        "member_workdays": "",
    } | fields


def test_a_kind_is_changed_and_the_journal_keeps_what(desk, administrator):
    other = Group.objects.get(name=ACCOUNTING_DEPARTMENT)
    data = kind_data(title="Вопрос в СРО", department=other.pk, extensions=".PDF, zip")
    assert desk.post(f"{KINDS}edit/{kind_of().pk}/", data).status_code == 302
    kind = kind_of()
    assert (kind.title, kind.department, kind.extensions) == ("Вопрос в СРО", other, ["pdf", "zip"])
    entry = AuditEntry.objects.get(action="kind.saved")
    assert entry.actor == administrator
    assert {"title", "department", "extensions"} <= set(entry.data["changed"])


@pytest.mark.parametrize(
    ("fields", "words"),
    [({"extensions": "pdf, exe"}, "Такие файлы не принимаются: exe"), ({"is_on": ""}, "Напишите, что делать")],
)
def test_what_is_wrong_is_told_and_nothing_changes(desk, fields, words):
    answer = desk.post(f"{KINDS}edit/{kind_of().pk}/", kind_data(**fields))
    assert words in answer.content.decode()
    assert kind_of().is_on
    assert "exe" not in kind_of().extensions


def test_new_terms_take_the_place_of_those_before_from_their_day(desk):
    before = kind_of().terms()
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert desk.post(f"{TERMS}create/", terms_data(valid_from=f"{tomorrow:%Y-%m-%d}")).status_code == 302
    assert kind_of().terms() == before
    assert kind_of().terms(tomorrow).answer_workdays == 7
    entry = AuditEntry.objects.get(action="kind.terms_saved")
    assert entry.data["ground"] == "Решение Совета № 5"
    assert any("15 → 7" in told for told in entry.data["values"])


def test_terms_are_not_set_backwards_nor_typed_over(desk):
    yesterday = timezone.localdate() - timedelta(days=1)
    answer = desk.post(f"{TERMS}create/", terms_data(valid_from=f"{yesterday:%Y-%m-%d}"))
    assert "с сегодняшнего или будущего дня" in answer.content.decode()
    row = kind_of().terms()
    assert desk.post(f"{TERMS}edit/{row.pk}/", terms_data()).status_code in (302, 403, 404)
    assert KindTerms.objects.filter(kind=kind_of()).count() == 1
    assert KindTerms.objects.get(pk=row.pk).answer_workdays == row.answer_workdays


def test_the_password_is_asked_for_first(administrator):
    browser = signed_in_client(administrator)
    for address, data in (
        (f"{KINDS}edit/{kind_of().pk}/", kind_data(title="Другое")),
        (f"{TERMS}create/", terms_data()),
    ):
        assert "confirm" in browser.get(address)["Location"]
        assert "confirm" in browser.post(address, data)["Location"]
    assert kind_of().title != "Другое"
    assert KindTerms.objects.filter(kind=kind_of()).count() == 1


def test_departments_and_editors_change_neither(scene, clerk):
    for person in (clerk, scene.editor):
        browser = back_office_of(person)
        browser.post(f"{KINDS}edit/{kind_of().pk}/", kind_data(title="Другое"))
        browser.post(f"{TERMS}create/", terms_data())
        assert browser.get(KINDS).status_code == 302
    assert kind_of().title != "Другое"
    assert KindTerms.objects.filter(kind=kind_of()).count() == 1
