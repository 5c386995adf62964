"""The register: for systems with all its fields, for everybody with the public ones; exclusion."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from cms.audit.models import AuditEntry
from lk_addon.registry.models import Member, RegistryChange
from lk_addon.registry.public.rows import refresh_rows
from tests.factories.accounts import MandateFactory
from tests.factories.registry import MemberFactory
from tests.scenarios import cabinet_of


@pytest.fixture
def exclusion():
    return {
        "terminated_at": timezone.localdate().isoformat(),
        "termination_ground": "decision",
        "termination_document": "Протокол № 7",
    }


@pytest.mark.req("REQ-1.4")
def test_exclusion_by_a_system_closes_the_cabinet_on_the_next_request(register, system, exclusion):
    browser = cabinet_of(MandateFactory(member=register.north).user)
    assert browser.get("/").status_code == 200
    answer = system.post("members/0901/exclusion/", **exclusion)
    assert (answer.status_code, answer.json()["is_acting"]) == (201, False)
    assert browser.get("/").status_code != 200
    assert cabinet_of(MandateFactory(member=register.montage).user).get("/").status_code == 200
    entry = AuditEntry.objects.get(action="member.excluded", object_id=str(register.north.pk))
    assert (entry.actor, entry.data["system"]) == (None, "1c")


def test_the_same_exclusion_again_changes_nothing(register, system, exclusion):
    answers = [system.post("members/0901/exclusion/", **exclusion) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 200]
    assert answers[0].json() == answers[1].json()
    assert RegistryChange.objects.filter(member=register.north, kind="excluded").count() == 1


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"terminated_at": "2000-01-01"}, {"non_field_errors"}),
        ({"terminated_at": "завтра"}, {"terminated_at"}),
        ({"termination_ground": "mistake"}, {"termination_ground"}),
        ({"termination_document": ""}, {"termination_document"}),
    ],
)
def test_a_wrong_exclusion_is_refused(register, system, exclusion, change, fields):
    answer = system.post("members/0901/exclusion/", **exclusion | change)
    assert (answer.status_code, answer.json()["errors"].keys()) == (400, fields)
    assert Member.objects.get(pk=register.north.pk).is_acting()


def test_exclusion_of_somebody_else_or_twice(register, system, exclusion):
    assert system.post("members/9999/exclusion/", **exclusion).status_code == 404
    assert system.post("members/0906/exclusion/", **exclusion).status_code == 400
    assert system.client.get("/api/v1/members/0901/exclusion/").status_code == 405


def test_members_are_read_and_narrowed(register, system):
    everybody = system.get("members/").json()["results"]
    assert {row["registration_number"]: row["is_acting"] for row in everybody} == {
        "0901": True,
        "0902": True,
        "0906": False,
    }
    one = system.get("members/0901/").json()
    assert one in everybody
    assert one["registered_at"] == "2025-03-03"
    assert one["heads"][0]["full_name"] == "Образцов Олег Олегович"
    assert system.get("members/", inn=register.north.inn).json()["results"] == [one]
    tomorrow = (timezone.now() + timedelta(days=1)).isoformat()
    assert system.get("members/", updated_since=tomorrow).json()["results"] == []
    assert system.get("members/9999/").status_code == 404
    assert system.get("members/%00/").status_code == 404


def test_everybody_reads_the_public_fields_only(register, stranger):
    Member.objects.filter(pk=register.north.pk).update(email="secret@example.com", kpp="009901009")
    person = MemberFactory(member_type="ip", inn="009900000064", ogrn="", address="домашний адрес", kpp="")
    refresh_rows(Member.objects.all())
    answer = stranger.get("register/")
    assert len(answer.json()["results"]) == 4
    said = answer.content.decode()
    assert not [secret for secret in ("secret@example.com", "009901009", "домашний адрес") if secret in said]
    one = stranger.get("register/0901/").json()
    assert (one["member"]["inn"], one["vv_paid"], one["is_acting"]) == (register.north.inn, "0.00", True)
    assert one["member"]["terminated_at"] is None
    assert stranger.get("register/0906/").json()["member"]["termination_ground"] == "decision"
    assert stranger.get("register/9999/").status_code == 404
    assert stranger.post("register/").status_code == 405
    assert stranger.get("register/", inn=person.inn).json()["results"][0]["member"]["address"] == ""


@pytest.mark.parametrize("number", [1, 20])
def test_registers_cost_the_same_for_few_and_for_many(register, system, stranger, number, django_assert_num_queries):
    MemberFactory.create_batch(number)
    refresh_rows(Member.objects.all())
    system.get("members/")
    with django_assert_num_queries(3):
        system.get("members/")
    with django_assert_num_queries(3):
        stranger.get("register/")


def test_description_is_whole_and_its_page_has_no_inline_script(register, stranger, tmp_path):
    call_command(
        "spectacular",
        "--fail-on-warn",
        "--validate",
        urlconf="lk_addon.exchange.api.urls",
        file=str(tmp_path / "schema.yml"),
        stderr=StringIO(),
    )
    schema = (tmp_path / "schema.yml").read_text()
    assert "/api/v1/members/{number}/exclusion/" in schema
    assert stranger.get("schema/").status_code == 200
    page = stranger.get("docs/").content.decode()
    assert "<style" not in page
    assert "<script>" not in page
    assert stranger.get("docs/", script="").headers["Content-Type"].startswith("application/javascript")


def test_an_entry_made_by_mistake_is_in_no_list_and_still_answers_under_its_number(register, system):
    Member.objects.filter(pk=register.former.pk).update(termination_ground=Member.Ground.MISTAKE)
    numbers = [row["registration_number"] for row in system.get("members/").json()["results"]]
    assert "0901" in numbers
    assert "0906" not in numbers
    assert system.get("members/0906/").json()["termination_ground"] == "mistake"
