"""Every kind of signature with every algorithm: its verdict and the reason that people read."""

import base64
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from lk_addon.registry.models import MemberHead
from lk_addon.signatures.domain.trust_store import add_timestamp_authority
from lk_addon.signatures.models import SignatureCheck
from tests.factories.pki import HEAD, Authority
from tests.factories.registry import MemberFactory
from tests.factories.signatures import check_of, trust

pytestmark = [pytest.mark.django_db, pytest.mark.req("REQ-3.2.1")]
Verdict = SignatureCheck.Verdict
WORDS = "Заявление о внесении изменений в реестр".encode()
VALID, INVALID, OPEN = Verdict.VALID, Verdict.INVALID, Verdict.INDETERMINATE


@pytest.fixture(autouse=True)
def _algorithms(settings):
    settings.SIGNATURE_ALGORITHMS = ["gost2012", "rsa", "ecdsa"]


@pytest.fixture
def member():
    return MemberFactory(short_name="ООО «Демострой-Север»", inn="0099000014", ogrn="0090000000014")


def told(check):
    return " ".join(check.reasons)


def outcomes(check, number=0):
    return {step["code"]: step["outcome"] for step in check.signers[number]["steps"]}


def test_a_good_signature_is_valid_and_every_step_is_told(pki, member):
    trust(pki)
    check = check_of(member, WORDS, pki.sign(WORDS))
    assert (check.verdict, check.reasons) == (VALID, [])
    assert set(outcomes(check).values()) == {"passed"}
    assert list(outcomes(check)) == [
        *("algorithm", "signature", "time", "reference", "dates", "chain", "revocation", "usage"),
        *("person", "organisation", "authority"),
    ]
    assert len(check.certificates) == 3
    assert check.revocation_lists.count() == 2
    assert check.retry_at is None


@pytest.mark.parametrize("form", ["pem", "base64", "attached"])
def test_every_wrapping_is_valid(pki, member, form):
    trust(pki)
    signature = {
        "pem": lambda: pki.sign(WORDS, form="PEM"),
        "base64": lambda: base64.encodebytes(pki.sign(WORDS)),
        "attached": lambda: pki.sign(WORDS, attached=True),
    }[form]()
    assert check_of(member, WORDS, signature).verdict == VALID


def test_a_changed_document_is_told(pki, member):
    trust(pki)
    check = check_of(member, WORDS + b" ", pki.sign(WORDS))
    assert (check.verdict, outcomes(check)["signature"]) == (INVALID, "failed")
    assert "документ изменён после подписания" in told(check)


def test_another_document_inside_is_told(pki, member):
    trust(pki)
    check = check_of(member, WORDS + b" ", pki.sign(WORDS, attached=True))
    assert check.verdict == INVALID
    assert "другой документ" in told(check)


def test_no_document_is_told(pki, member):
    trust(pki)
    check = check_of(member, b"", pki.sign(WORDS))
    assert check.verdict == INVALID


def test_an_expired_certificate_is_told_and_its_earlier_signature_stands(pki, member):
    trust(pki)
    person = pki.issuer.issue(days=(-365, -5))
    signature = pki.sign(WORDS, person)
    check = check_of(member, WORDS, signature)
    assert (check.verdict, outcomes(check)["dates"]) == (INVALID, "failed")
    assert "Срок действия сертификата истёк" in told(check)
    assert check_of(member, WORDS, signature, at=timezone.now() - timedelta(days=30)).verdict == VALID


def test_revocation_counts_from_its_day(pki, member):
    revoked_at = timezone.now() - timedelta(days=10)
    trust(pki, revoked={pki.head: revoked_at})
    signature = pki.sign(WORDS)
    after = check_of(member, WORDS, signature, at=revoked_at + timedelta(days=1))
    before = check_of(member, WORDS, signature, at=revoked_at - timedelta(days=1))
    assert (after.verdict, before.verdict) == (INVALID, VALID)
    assert "отозван" in told(after)


def test_without_a_list_of_revoked_certificates_the_check_stays_open(pki, member):
    trust(pki, lists=False)
    check = check_of(member, WORDS, pki.sign(WORDS))
    assert check.verdict == OPEN
    assert check.reasons[0] == "Математически корректна, доверие к сертификату не проверено."
    assert check.retry_at > timezone.now()


def test_with_an_old_list_the_check_stays_open(pki, member):
    trust(pki)
    check = check_of(member, WORDS, pki.sign(WORDS), at=timezone.now() + timedelta(days=40))
    assert check.verdict == OPEN
    assert "устарел" in told(check)


def test_where_nobody_is_trusted_yet_only_mathematics_is_said(pki, member):
    check = check_of(member, WORDS, pki.sign(WORDS))
    assert (check.verdict, outcomes(check)["signature"]) == (OPEN, "passed")
    assert "доверие к сертификату не проверено" in told(check)


def test_a_foreign_authority_of_the_same_name_is_not_trusted(pki, member, tmp_path):
    trust(pki)
    root = Authority(tmp_path / "root", pki.algorithm, name="Демонстрационный головной УЦ")
    foreign = Authority(tmp_path / "foreign", pki.algorithm, parent=root)
    check = check_of(member, WORDS, pki.sign(WORDS, foreign.issue()))
    assert (check.verdict, outcomes(check)["chain"]) == (INVALID, "failed")
    assert "СРО не доверяет" in told(check)


def test_another_person_is_told(pki, member):
    trust(pki)
    person = pki.issuer.issue(HEAD | {"SN": "Примерова", "GN": "Анна Петровна"})
    check = check_of(member, WORDS, pki.sign(WORDS, person))
    assert (check.verdict, outcomes(check)["person"]) == (INVALID, "failed")
    assert "не тому, кто назван подписавшим" in told(check)
    assert "Примерова" not in told(check)


def test_another_organisation_is_told(pki, member):
    trust(pki)
    person = pki.issuer.issue(HEAD | {"innle": "0099000021", "OGRN": "0090000000021"})
    check = check_of(member, WORDS, pki.sign(WORDS, person))
    assert (check.verdict, outcomes(check)["organisation"]) == (INVALID, "failed")
    assert "другую организацию" in told(check)


def test_an_old_certificate_with_the_company_in_the_field_of_the_person_is_understood(pki, member):
    trust(pki)
    subject = {name: value for name, value in HEAD.items() if name != "innle"} | {"INN": "000099000014"}
    assert check_of(member, WORDS, pki.sign(WORDS, pki.issuer.issue(subject))).verdict == VALID


def test_a_private_certificate_is_left_to_people(pki, member):
    trust(pki)
    subject = {name: HEAD[name] for name in ("SN", "GN", "INN")} | {"CN": "Образцов Олег Олегович"}
    check = check_of(member, WORDS, pki.sign(WORDS, pki.issuer.issue(subject)))
    assert (check.verdict, check.retry_at) == (OPEN, None)
    assert "доверенности" in told(check)


def test_somebody_who_is_not_the_head_is_valid_with_a_warning(pki, member):
    trust(pki)
    MemberHead.objects.filter(member=member).update(full_name="Другой Иван Иванович")
    check = check_of(member, WORDS, pki.sign(WORDS))
    assert (check.verdict, outcomes(check)["authority"]) == (VALID, "warning")
    assert "не значится" in told(check)


@pytest.mark.parametrize("name", ["образцов  олег олегович", "ОБРАЗЦОВ ОЛЕГ ОЛЕГОВИЧ"])
def test_spelling_of_the_name_does_not_count(gost, member, name):
    trust(gost)
    assert check_of(member, WORDS, gost.sign(WORDS), name=name).verdict == VALID


def test_one_bad_signature_of_two_is_told_by_its_number(pki, member):
    trust(pki)
    good, expired = pki.head, pki.issuer.issue(days=(-365, -5))
    check = check_of(member, WORDS, pki.sign(WORDS, good, expired))
    assert check.verdict == INVALID
    assert sorted(signer["verdict"] for signer in check.signers) == [INVALID, VALID]
    (reason,) = check.reasons
    assert reason.startswith("Подпись ")
    assert "Срок действия" in reason


def test_a_second_person_of_the_organisation_may_sign_too(pki, member):
    trust(pki)
    accountant = pki.issuer.issue(HEAD | {"SN": "Примерова", "GN": "Анна Петровна"})
    assert check_of(member, WORDS, pki.sign(WORDS, pki.head, accountant)).verdict == VALID


def test_a_certificate_not_meant_for_signing_is_told(pki, member):
    trust(pki)
    check = check_of(member, WORDS, pki.sign(WORDS, pki.issuer.issue(extensions="encipherment")))
    assert (check.verdict, outcomes(check)["usage"]) == (INVALID, "failed")


@pytest.mark.parametrize("options", [{"plain": True}, {"plain": True, "attributes": False}])
def test_without_the_signed_attributes_it_is_no_signature_of_ours(pki, member, options):
    trust(pki)
    check = check_of(member, WORDS, pki.sign(WORDS, **options))
    assert check.verdict == INVALID
    assert "CAdES-BES" in told(check)


@pytest.mark.parametrize("damage", [lambda der: der[: len(der) // 2], lambda der: b"not a signature", lambda der: b""])
def test_what_cannot_be_read_is_told(pki, member, damage):
    trust(pki)
    check = check_of(member, WORDS, damage(pki.sign(WORDS)))
    assert (check.verdict, check.signers) == (INVALID, [])
    assert check.steps[0]["code"] == "container"
    assert "не похож на электронную подпись" in told(check)


def test_only_gost_is_qualified_unless_settings_say_more(pki, member, settings):
    settings.SIGNATURE_ALGORITHMS = ["gost2012"]
    trust(pki)
    check = check_of(member, WORDS, pki.sign(WORDS))
    assert check.verdict == (VALID if pki.algorithm == "gost" else INVALID)


def test_a_trusted_time_stamp_goes_before_the_time_of_receipt(pki, member):
    trust(pki)
    authority = pki.issuer.issue({"CN": "Служба меток времени"}, extensions="stamp")
    signature = pki.stamped(pki.sign(WORDS), authority)
    later = timezone.now() + timedelta(days=2)
    unknown = check_of(member, WORDS, signature, at=later)
    add_timestamp_authority(data=authority.certificate.read_bytes(), ground="Сайт службы", actor=None)
    known = check_of(member, WORDS, signature, at=later)
    assert (outcomes(unknown)["time"], outcomes(known)["time"]) == ("warning", "passed")
    assert (unknown.verdict, known.verdict) == (VALID, VALID)
    assert known.signers[0]["level"] == "T"
    assert datetime.fromisoformat(known.signers[0]["moment"]) < later - timedelta(days=1)
    assert datetime.fromisoformat(unknown.signers[0]["moment"]) == later
