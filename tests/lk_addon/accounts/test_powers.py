"""A machine-readable power of attorney: what it must be to be kept, and what it lets its holder sign (63-ФЗ, 17.2)."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from cms.audit.models import AuditEntry
from lk_addon.accounts.domain.mandates import suspend_mandate
from lk_addon.accounts.domain.powers import confirm_power, end_power, receive_power
from lk_addon.accounts.models import PowerOfAttorney
from lk_addon.accounts.powers import State, state_of
from lk_addon.cabinet.departments import MEMBER_DEPARTMENT
from lk_addon.files.models import StoredFile
from lk_addon.registry.models import Member, MemberHead
from lk_addon.signatures.domain.checking import perform
from lk_addon.signatures.models import SignatureCheck
from lk_addon.signatures.queries import last_checks
from tests.factories.accounts import MandateFactory, UserFactory
from tests.factories.pki import HEAD, Pki
from tests.factories.powers import NUMBER, PERSON, PERSON_INN, named, power_xml, received
from tests.factories.registry import MemberFactory
from tests.factories.signatures import NAME, check_of, trust
from tests.scenarios import back_office_of, cabinet_of, staff_of

pytestmark = [pytest.mark.django_db, pytest.mark.req("REQ-3.2.1", "REQ-1.1.d")]
FULL_NAME = " ".join(PERSON.values())
NAMES = {"CN": FULL_NAME, "SN": PERSON["surname"], "GN": f"{PERSON['name']} {PERSON['patronymic']}"}
WORDS = b"document"


@pytest.fixture(scope="session")
def pki(tmp_path_factory):
    return Pki(tmp_path_factory.mktemp("powers") / "made", "gost")


@pytest.fixture(scope="session")
def person(pki):
    """The representative's certificate: of a physical person."""
    return pki.issuer.issue(NAMES | {"INN": PERSON_INN})


@pytest.fixture
def member(pki):
    trust(pki)
    member = MemberFactory(short_name="ООО «Демострой-Север»", inn=HEAD["innle"], ogrn=HEAD["OGRN"])
    since = timezone.localdate() - timedelta(days=900)
    MemberHead.objects.create(member=member, position="Генеральный директор", full_name=NAME, since=since)
    return Member.objects.get(pk=member.pk)


@pytest.fixture
def mandate(member):
    user = UserFactory(last_name=PERSON["surname"], first_name=PERSON["name"], patronymic=PERSON["patronymic"])
    basis = {"basis": "mchd", "basis_number": NUMBER, "basis_date": timezone.localdate()}
    return MandateFactory(member=member, user=user, head_confirmed_at=None, **basis)


def state(power):
    power = PowerOfAttorney.objects.get(pk=power.pk)
    return state_of(power, last_checks([power.signature_id]).get(power.signature_id), timezone.localdate())


def check_by(person, pki, member):
    return check_of(member, WORDS, pki.sign(WORDS, person), name=FULL_NAME)


def steps_of(check):
    return {step["code"]: step["outcome"] for step in check.signers[0]["steps"]}


def test_its_holder_signs_with_a_certificate_of_their_own(pki, person, member, mandate):
    before = check_by(person, pki, member)
    assert (before.verdict, before.retry_at) == ("indeterminate", None)
    xml = power_xml(member)
    power = received(mandate, xml, pki.sign(xml))
    assert state(power) == State.GOOD
    check = check_by(person, pki, member)
    assert (check.verdict, steps_of(check)["organisation"]) == ("valid", "warning")
    assert "m4d.nalog.gov.ru" in " ".join(check.reasons)
    confirm_power(power=power, actor=None)
    again = SignatureCheck.objects.filter(member=member, signature=before.signature).exclude(pk=before.pk).get()
    perform(again)
    check = SignatureCheck.objects.get(pk=again.pk)
    assert (check.verdict, check.reasons) == ("valid", [])
    assert {steps_of(check)[code] for code in ("organisation", "authority")} == {"passed"}


def test_no_number_of_the_person_is_kept_in_the_row_or_the_journal(pki, member, mandate):
    xml = power_xml(member)
    power = received(mandate, xml, pki.sign(xml))
    row = " ".join(str(getattr(power, field.attname)) for field in power._meta.fields)
    told = " ".join(str(entry.data) for entry in AuditEntry.objects.all())
    assert (power.masked_inn, power.masked_snils) == ("•••304", "•••047")
    assert PERSON_INN not in row + told
    assert PERSON["surname"] not in row + told


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"inn": "0099000021"}, "Доверитель — другая организация"),
        ({"ogrn": "1250099000029"}, "Доверитель — другая организация"),
        ({"surname": "Примерова"}, "выдана другому человеку"),
        ({"valid_to": "2024-01-01"}, "Срок доверенности истёк 01.01.2024"),
        ({"issued_on": "2999-01-01", "valid_to": "2999-12-31"}, "начнёт действовать"),
        ({"number": "3f2504e0-4f89-41d3-9a0c-0305e82c3302"}, "Номер не тот"),
        ({"number": "12"}, "не машиночитаемая доверенность"),
        ({"issued_on": "вчера"}, "нет даты"),
    ],
)
def test_another_principal_person_term_or_number_is_refused_and_nothing_is_kept(pki, member, mandate, values, words):
    xml = power_xml(member, **values)
    with pytest.raises(ValidationError, match=words):
        received(mandate, xml, pki.sign(xml))
    assert not PowerOfAttorney.objects.exists()
    assert not StoredFile.objects.exists()


BOMB = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><x>&b;</x>"""
OUTWARD = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><x>&a;</x>"""


@pytest.mark.parametrize(
    ("xml", "words"),
    [
        (BOMB, "DTD или сущности"),
        (OUTWARD, "DTD или сущности"),
        (b"<a>", "повреждён"),
        (b"<a/>", "не машиночитаемая доверенность"),
        (b"\x00\x01", "повреждён"),
        ('<Доверенность xmlns="urn://x-artefacts/EMCHD_1"/>'.encode(), "не машиночитаемая доверенность"),
        ('<Доверенность xmlns="urn://x-artefacts/EMCHD_1"><Передов/></Доверенность>'.encode(), "передоверия"),
        (b"<a>" + b" " * 1024 * 1024 + b"</a>", "слишком велик"),
    ],
)
def test_whatever_is_none_is_refused(pki, member, mandate, xml, words):
    with pytest.raises(ValidationError, match=words):
        received(mandate, xml, pki.sign(xml))
    assert not StoredFile.objects.exists()


def test_an_altered_document_gives_no_authority(pki, person, member, mandate):
    signature = pki.sign(power_xml(member))
    power = received(mandate, power_xml(member, valid_to="2999-01-01"), signature)
    assert state(power) == State.WRONG
    assert check_by(person, pki, member).verdict == "indeterminate"
    with pytest.raises(ValidationError):
        confirm_power(power=power, actor=None)


def test_one_that_the_representative_signed_gives_no_authority(pki, person, member, mandate):
    xml = power_xml(member)
    power = received(mandate, xml, pki.sign(xml, person))
    assert state(power) != State.GOOD
    assert check_by(person, pki, member).verdict == "indeterminate"


def test_one_signed_by_somebody_else_of_the_company_gives_no_authority(pki, person, member, mandate):
    deputy = pki.issuer.issue(HEAD | {"SN": "Примеров", "GN": "Пётр Петрович"})
    xml = power_xml(member)
    power = received(mandate, xml, pki.sign(xml, deputy))
    assert state(power) == State.WRONG
    assert check_by(person, pki, member).verdict == "indeterminate"


def test_it_counts_for_its_holder_alone(pki, member, mandate):
    xml = power_xml(member)
    received(mandate, xml, pki.sign(xml))
    namesake = pki.issuer.issue(NAMES | {"INN": "009900000118"})
    assert check_by(namesake, pki, member).verdict == "indeterminate"
    other = MemberFactory(inn="0099000021", ogrn="1250099000029")
    assert check_of(other, WORDS, pki.sign(WORDS, namesake), name=FULL_NAME).verdict == "indeterminate"


def test_ended_or_with_its_mandate_suspended_it_counts_no_more(pki, person, member, mandate):
    xml = power_xml(member)
    power = received(mandate, xml, pki.sign(xml))
    suspend_mandate(mandate=mandate, actor=None)
    assert check_by(person, pki, member).verdict == "indeterminate"
    end_power(power=power, reason="Отозвана, по реестру МЧД", actor=None)
    assert state(power) == State.ENDED
    with pytest.raises(ValidationError):
        end_power(power=power, reason="Ещё раз", actor=None)
    with pytest.raises(ValidationError):
        confirm_power(power=power, actor=None)


def test_the_same_one_is_not_taken_twice(pki, member, mandate):
    xml = power_xml(member)
    received(mandate, xml, pki.sign(xml))
    with pytest.raises(ValidationError, match="уже приложена"):
        receive_power(
            mandate=mandate, document=named(xml, "a.xml"), signature=named(pki.sign(xml), "a.sig"), actor=None
        )
    assert StoredFile.objects.count() == 2


def test_staff_receive_confirm_and_end_it_and_an_outsider_does_not(pki, member, mandate, prepared_site):
    xml = power_xml(member)
    add = reverse("access_power_add", args=[mandate.pk])

    def files():
        return {
            "document": SimpleUploadedFile("ON_EMCHD.xml", xml),
            "signature": SimpleUploadedFile("ON_EMCHD.sig", pki.sign(xml)),
        }

    outsider = back_office_of(staff_of("Редакторы"))
    outsider.post(add, files())
    cabinet_of(mandate.user).post(add, files())
    assert not PowerOfAttorney.objects.exists()
    clerk = back_office_of(staff_of(MEMBER_DEPARTMENT))
    wrong = clerk.post(add, files() | {"document": SimpleUploadedFile("ON_EMCHD.xml", b"<a/>")})
    assert "не машиночитаемая доверенность" in wrong.content.decode()
    assert clerk.post(add, files()).status_code == 302
    power = PowerOfAttorney.objects.get()
    page = reverse("accounts_powerofattorney_modeladmin_inspect", args=[power.pk])
    assert "Подпись проверяется" in clerk.get(page).content.decode()
    perform(last_checks([power.signature_id])[power.signature_id])
    shown = clerk.get(page).content.decode()
    assert "Действует" in shown
    assert "m4d.nalog.gov.ru" in shown
    assert PERSON_INN not in shown
    acts = [
        ("access_power_confirm", {}, "confirmed_at"),
        ("access_power_end", {"reason": "Отозвана"}, "ended_at"),
    ]
    for name, data, field in acts:
        address = reverse(name, args=[power.pk])
        outsider.post(address, data)
        power.refresh_from_db()
        assert getattr(power, field) is None
        assert clerk.post(address, data).status_code == 302
        power.refresh_from_db()
        assert getattr(power, field) is not None
    StoredFile.objects.update(scan=StoredFile.Scan.CLEAN)
    given = reverse("access_power_file", args=[power.pk, "document"])
    assert b"".join(clerk.get(given).streaming_content) == xml
    assert outsider.get(given).status_code in (302, 403)
    assert clerk.get(reverse("access_power_file", args=[power.pk, "other"])).status_code == 404
    panel = clerk.get(reverse("registry_member_tab", args=[member.pk, "access"])).content.decode()
    assert NUMBER in panel
    assert AuditEntry.objects.filter(action__startswith="power.").count() == 3
