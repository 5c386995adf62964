"""The trusted certificates and the latest lists of revoked ones, read once for a check."""

import hashlib
from functools import cached_property

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from lk_addon.signatures.certificates import load_certificate
from lk_addon.signatures.models import RevocationList, TimestampAuthority, TrustedCertificate


class Trust:
    """What is trusted now."""

    @cached_property
    def rows(self):
        """The trusted authorities."""
        return list(TrustedCertificate.objects.filter(removed_at=None))

    @property
    def pems(self):
        """Their certificates as text."""
        return [row.certificate for row in self.rows]

    @cached_property
    def authorities(self):
        """Their certificates, read."""
        return [load_certificate(pem) for pem in self.pems]

    @cached_property
    def stamps(self):
        """Certificates of the trusted time-stamp authorities, with the authorities above them."""
        own = TimestampAuthority.objects.filter(removed_at=None).values_list("certificate", flat=True)
        return list(own)

    @cached_property
    def lists(self):
        """By fingerprint of the issuer, the latest list: row and content."""
        latest = (
            RevocationList.objects.filter(issuer__removed_at=None)
            .select_related("issuer")
            .order_by("issuer_id", "-this_update")
            .distinct("issuer_id")
        )
        return {row.issuer.fingerprint: row for row in latest}

    def list_of(self, authority):
        """Return (row, list as ``cryptography`` reads it) of the authority's certificate, or (None, None)."""
        row = self.lists.get(fingerprint_of(authority))
        if row is None:
            return None, None
        with row.file.storage.open(row.file.name, "rb") as opened:
            return row, read_list(opened.read())


def fingerprint_of(certificate):
    """Return the SHA-256 of the certificate, in hex."""
    return hashlib.sha256(certificate.public_bytes(Encoding.DER)).hexdigest()


def read_list(data):
    """Return the list of revoked certificates in ``data``, PEM or DER. Raises ValueError."""
    if data.lstrip().startswith(b"-----BEGIN"):
        return x509.load_pem_x509_crl(data)
    return x509.load_der_x509_crl(data)
