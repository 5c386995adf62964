"""What OpenSSL says of signatures, and that it is asked within limits."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lk_addon.signatures import engine
from lk_addon.signatures.checks import gost_engine
from lk_addon.signatures.engine import OpensslVerifier, VerifierUnavailableError

pytestmark = pytest.mark.req("REQ-3.2.1")
WORDS = "Заявление о внесении изменений".encode()


@pytest.fixture
def content(tmp_path):
    path = tmp_path / "document"
    path.write_bytes(WORDS)
    return path


def trust(pki):
    return [pki.root.certificate.read_text(), pki.issuer.certificate.read_text()]


def test_a_good_signature_is_verified_and_its_certificate_is_told(pki, content):
    found = OpensslVerifier().verify_cades(pki.sign(WORDS), content, trusted=trust(pki), at=timezone.now())
    assert found.ok, found.said
    assert found.certificate.strip().endswith(pki.head.pem.strip().encode()[-200:])


def test_another_content_does_not_verify(pki, content):
    content.write_bytes(WORDS + b" ")
    found = OpensslVerifier().verify_cades(pki.sign(WORDS), content, trusted=trust(pki), at=timezone.now())
    assert (found.ok, found.error) == (False, 0)


def test_dates_are_those_of_the_time_that_is_asked_for(pki, content):
    found = OpensslVerifier().verify_cades(
        pki.sign(WORDS), content, trusted=trust(pki), at=timezone.now() + timedelta(days=400)
    )
    assert (found.ok, found.error) == (False, 10)


def test_a_revoked_certificate_is_found_in_a_genuine_list_only(pki):
    lists = [pki.issuer.crl({pki.head: timezone.now()}).decode()]
    revoked = OpensslVerifier().verify_revocation(pki.head.pem, trusted=trust(pki), untrusted=[], crls=lists)
    none = OpensslVerifier().verify_revocation(pki.head.pem, trusted=trust(pki), untrusted=[], crls=[])
    clean = OpensslVerifier().verify_revocation(
        pki.head.pem, trusted=trust(pki), untrusted=[], crls=[pki.issuer.crl().decode()]
    )
    assert (revoked.error, none.error, clean.ok) == (23, 3, True)


def test_a_run_that_takes_too_long_says_nothing_of_the_signature(gost, content, settings):
    settings.SIGNATURE_TIMEOUT = 0.000001
    with pytest.raises(VerifierUnavailableError):
        OpensslVerifier().verify_mathematics(gost.sign(WORDS), content)


def test_without_the_engine_the_system_check_names_the_package(monkeypatch):
    assert gost_engine(None) == []
    monkeypatch.setattr(engine, "gost_available", lambda: False)
    (warning,) = gost_engine(None)
    assert "libengine-gost-openssl" in warning.hint
