"""The public card of a member: what the law makes public, and nothing else (REQ-L.5)."""

import json
import re
from datetime import date

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import models

from lk_addon.registry.models import Member, MemberHead
from lk_addon.registry.public import card, fields
from lk_addon.registry.public.queries import RegisterSearch
from tests.factories.registry import MemberFactory
from tests.factories.rights import give_level, give_right
from tests.scenarios import exclude

pytestmark = pytest.mark.django_db

CANARY = "kanareyka"


def read(site_client, number):
    answer = site_client.get(f"/reestr/{number}/")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.req("REQ-L.5")
def test_card_tells_what_the_law_makes_public(site_client):
    MemberFactory(
        registration_number="0901",
        inn="0099000014",
        phones="+7 (000) 000-01-01",
        admission_body="Совет СРО",
        admission_protocol_no="7",
        admission_date=date(2025, 3, 1),
    )
    page = read(site_client, "0901")
    for told in (
        "Является членом",
        "0099000014",
        "С-056-000099000014-0901",
        "ул. Учебная, д. 1",
        "Образцов Олег Олегович",
        "+7 (000) 000-01-01",
        "3 марта 2025 г.",
        "Совет СРО",
        "1 марта 2025 г.",
    ):
        assert told in page


@pytest.mark.req("REQ-L.5")
def test_excluded_member_has_date_and_ground(site_client):
    exclude(MemberFactory(registration_number="0906"))
    page = read(site_client, "0906")
    assert "решение СРО об исключении" in page
    assert "Протокол № 1" in page


def test_coming_exclusion_is_not_told_before_its_day(site_client):
    exclude(MemberFactory(registration_number="0906"), days=3)
    page = read(site_client, "0906")
    assert "Является членом" in page
    assert "Протокол № 1" not in page


def withheld(member_type):
    public = {field.name for group in fields.GROUPS.values() for field in group if member_type in field.types}
    if "address" in public:  # which is made of its parts
        public |= {field.name for field in Member._meta.concrete_fields if field.name.startswith("address_")}
    texts = (models.CharField, models.TextField)
    return [
        field.name
        for field in Member._meta.concrete_fields
        if isinstance(field, texts) and not field.choices and field.editable and field.name not in public
    ]


@pytest.mark.req("REQ-L.5")
@pytest.mark.parametrize("member_type", ["legal", "ip"])
def test_no_other_field_is_on_any_public_page(site_client, member_type):
    member = MemberFactory(registration_number="0951", member_type=member_type)
    names = withheld(member_type)
    assert {"kpp", "email"} <= set(names)
    assert ("address" in names) is (member_type == "ip")
    for name in names:
        setattr(member, name, CANARY[: Member._meta.get_field(name).max_length or 50])
    member.save()
    told = CANARY[: Member._meta.get_field("kpp").max_length]
    for address in ("/reestr/0951/", "/reestr/", "/reestr/?q=0951"):
        assert told not in site_client.get(address).content.decode(), address
    assert RegisterSearch(text=told).total() == 0


def test_former_head_is_not_told(site_client):
    member = MemberFactory(registration_number="0901")
    MemberHead.objects.create(
        member=member, position="Директор", full_name="Бывший Борис", since=date(2025, 1, 1), until=date(2025, 2, 1)
    )
    assert "Бывший Борис" not in read(site_client, "0901")


def test_entries_of_one_inn_lead_to_each_other(site_client):
    old = MemberFactory(registration_number="0100")
    exclude(old)
    MemberFactory(registration_number="0200", inn=old.inn)
    assert 'href="/reestr/0200/"' in read(site_client, "0100")
    assert 'href="/reestr/0100/"' in read(site_client, "0200")


@pytest.mark.parametrize("number", ["0999", "%00", "0901%2F..", "' OR 1=1"])
def test_no_such_number_is_404(site_client, number):
    MemberFactory(registration_number="0901")
    assert site_client.get(f"/reestr/{number}/").status_code == 404


def test_higher_rooms_add_parts(site_client, monkeypatch):
    monkeypatch.setattr(card, "_sections", {})
    given = {"rows": [("Страховщик", "СК «Пример»")]}
    part = card.CardSection(
        "strahovanie", "Страхование", "lk_addon/registry/public/facts.html", lambda member: given, order=5
    )
    card.register_section(part)
    card.register_section(card.CardSection("pusto", "Пустое", "нет такого", lambda member: None))
    MemberFactory(registration_number="0901")
    page = read(site_client, "0901")
    assert "СК «Пример»" in page
    assert "Пустое" not in page
    with pytest.raises(ImproperlyConfigured, match="strahovanie"):
        card.register_section(card.CardSection("strahovanie", "Другое", "x", lambda member: None))


def test_card_costs_the_same_for_one_head_and_many(site_client, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr(card, "_sections", {})  # other rooms count their own
    member = MemberFactory(registration_number="0901")
    site_client.get("/reestr/?sort=date")
    for number in range(2):
        MemberHead.objects.create(member=member, position="Директор", full_name=f"Н {number}", since=date(2025, 1, 1))
        with django_assert_num_queries(11):
            site_client.get("/reestr/0901/?x=1")


def test_card_describes_an_organisation_to_programs_and_never_a_person(site_client):
    MemberFactory(registration_number="0901", inn="0099000014", short_name="ООО «</script><b>»", kpp="009901001")
    MemberFactory(registration_number="0951", member_type="ip")
    page = read(site_client, "0901")
    described = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)[1])
    assert (described["@type"], described["taxID"]) == ("Organization", "0099000014")
    assert described["name"] == "ООО «</script><b>»"
    assert "009901001" not in str(described)
    assert "ld+json" not in read(site_client, "0951")


@pytest.mark.req("REQ-L.5")
def test_card_tells_rights_levels_contributions_and_history(site_client):
    member = MemberFactory(registration_number="0901")
    give_right(member)
    give_level(member, "vv", 2, 500_000)
    page = read(site_client, "0901")
    for told in (
        "Право есть с 3 марта 2025",
        "Второй уровень",
        "500\u00a0млн",
        "500\u00a0000,00\u00a0₽",
        "Наделение правом",
    ):
        assert told in page, told
    assert "платёжное поручение" not in page
