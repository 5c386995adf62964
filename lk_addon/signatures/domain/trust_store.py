"""Adding to and removing from what is trusted, and taking in lists of revoked certificates."""

import hashlib
from dataclasses import dataclass

from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtensionOID
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from cms.audit.domain import record
from lk_addon.signatures.certificates import load_certificate, to_pem
from lk_addon.signatures.engine import VerifierUnavailableError, get_verifier
from lk_addon.signatures.models import RevocationList, TimestampAuthority, TrustedCertificate
from lk_addon.signatures.trust import Trust, fingerprint_of, read_list

MAX_CERTIFICATE = 64 * 1024  # bytes
NOT_A_CERTIFICATE = "Это не сертификат X.509. Приложите файл CER, CRT или PEM удостоверяющего центра."
NOT_A_LIST = "Это не список отозванных сертификатов. Приложите файл CRL."


@dataclass(frozen=True)
class Preview:
    """What somebody compares with the published data before trusting a certificate."""

    pem: str
    subject: str
    issuer: str
    serial: str
    fingerprint: str
    valid_from: object
    valid_to: object
    is_root: bool
    is_authority: bool

    @property
    def columns(self):
        """The values of the row's fields."""
        return {
            "certificate": self.pem,
            "subject": self.subject,
            "issuer": self.issuer,
            "serial": self.serial,
            "fingerprint": self.fingerprint,
            "valid_from": self.valid_from,
            "valid_to": self.valid_to,
        }


def preview(data):
    """Return the :class:`Preview` of the certificate in the bytes ``data``. Raises ValidationError."""
    try:
        certificate = load_certificate(data)
        extensions = {extension.oid: extension.value for extension in certificate.extensions}
    except ValueError as error:
        raise ValidationError(NOT_A_CERTIFICATE) from error
    constraints = extensions.get(ExtensionOID.BASIC_CONSTRAINTS)
    return Preview(
        pem=to_pem(certificate),
        subject=certificate.subject.rfc4514_string()[:1000],
        issuer=certificate.issuer.rfc4514_string()[:1000],
        serial=f"{certificate.serial_number:X}",
        fingerprint=fingerprint_of(certificate),
        valid_from=certificate.not_valid_before_utc,
        valid_to=certificate.not_valid_after_utc,
        is_root=certificate.subject == certificate.issuer,
        is_authority=bool(constraints and constraints.ca),
    )


@transaction.atomic
def add_authority(*, data, ground, actor, crl_url=""):
    """Trust a certification authority from now on. Raises ValidationError.

    One that is not a head authority must have been issued by an authority that is trusted already.
    """
    seen = preview(data)
    if not seen.is_authority:
        raise ValidationError("Это сертификат не удостоверяющего центра. Сертификаты членов СРО сюда не вносят.")
    if not seen.is_root and not any(row.subject == seen.issuer for row in Trust().rows):
        raise ValidationError(f"Сначала внесите сертификат того, кто его выдал: {seen.issuer}.")
    kind = TrustedCertificate.Kind.ROOT if seen.is_root else TrustedCertificate.Kind.INTERMEDIATE
    return _add(TrustedCertificate(kind=kind, crl_url=crl_url), seen, ground, actor)


@transaction.atomic
def add_timestamp_authority(*, data, ground, actor):
    """Believe the time stamps of an authority from now on. Raises ValidationError."""
    return _add(TimestampAuthority(), preview(data), ground, actor)


def _add(row, seen, ground, actor):
    for name, value in seen.columns.items():
        setattr(row, name, value)
    row.ground, row.added_by = ground, actor
    row.full_clean()
    row.save()
    record("trust.added", actor=actor, obj=row, subject=row.subject, fingerprint=row.fingerprint, ground=ground)
    return row


@transaction.atomic
def remove(*, row, reason, actor):
    """Trust it no more. The row stays: earlier checks relied upon it. Raises ValidationError when it is removed."""
    row = type(row).objects.select_for_update(no_key=True, of=("self",)).get(pk=row.pk)
    if not row.is_trusted:
        raise ValidationError("Сертификат уже исключён.")
    row.removed_at, row.removed_because = timezone.now(), reason
    row.save(update_fields=["removed_at", "removed_because"])
    record("trust.removed", actor=actor, obj=row, subject=row.subject, reason=reason)


@transaction.atomic
def store_list(*, issuer, data, actor=None):
    """Take in a list of revoked certificates of ``issuer``; the same list again changes nothing. Returns the row.

    Raises ValidationError for what is no list, another's list, one that is not genuine, and one older than the last.
    """
    revoked = _genuine(issuer, data)
    digest = hashlib.sha256(data).hexdigest()
    same = RevocationList.objects.filter(sha256=digest).first()
    if same:
        return same
    last = issuer.revocation_lists.first()
    if last and last.this_update > revoked.last_update_utc:
        raise ValidationError("Уже есть более новый список этого удостоверяющего центра.")
    row = RevocationList(
        issuer=issuer,
        this_update=revoked.last_update_utc,
        next_update=revoked.next_update_utc,
        sha256=digest,
    )
    row.file.save("list.crl", ContentFile(data), save=False)
    row.save()
    _forget_unused(issuer, row)
    record("crl.stored", actor=actor, obj=row, issuer=issuer.subject, next_update=row.next_update)
    return row


def _genuine(issuer, data):
    """Return the list that ``data`` is. Raises ValidationError."""
    try:
        revoked = read_list(data)
        text = revoked.public_bytes(Encoding.PEM).decode()
    except ValueError as error:
        raise ValidationError(NOT_A_LIST) from error
    if revoked.issuer != load_certificate(issuer.certificate).subject:
        raise ValidationError("Список выпущен другим удостоверяющим центром.")
    if revoked.next_update_utc is None:
        raise ValidationError("В списке не указано, когда выйдет следующий.")
    try:
        genuine = get_verifier().verify_list(text, trusted=[issuer.certificate])
    except VerifierUnavailableError as error:
        raise ValidationError("Проверка подписи списка временно недоступна. Повторите позже.") from error
    if not genuine.ok:
        raise ValidationError("Подпись списка неверна: он не от этого удостоверяющего центра или повреждён.")
    return revoked


def _forget_unused(issuer, latest):
    """Delete earlier lists that no check used, and their files after the commit."""
    for old in issuer.revocation_lists.filter(checks=None).exclude(pk=latest.pk):
        storage, name = old.file.storage, old.file.name
        old.delete()
        transaction.on_commit(lambda storage=storage, name=name: storage.delete(name))
