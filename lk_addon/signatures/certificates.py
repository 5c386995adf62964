"""What a certificate says: its owner, term, number, use; by the fields of приказ ФСБ № 795."""

import contextlib
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtensionOID, NameOID

INN, INN_LE = "1.2.643.3.131.1.1", "1.2.643.100.4"
OGRN, OGRNIP = "1.2.643.100.1", "1.2.643.100.5"
QUALIFIED_TOOLS = "1.2.643.100.113."  # policies КС1, КС2 and so on: the class of the owner's means of signing
INN_OF_COMPANY = 10  # digits
PEM_BEGINS = b"-----BEGIN"


@dataclass(frozen=True)
class Owner:
    """Whom a certificate names."""

    surname: str
    given_names: str
    organisation: str
    position: str
    inn: str  # of the person
    company_inn: str
    ogrn: str

    @property
    def full_name(self):
        """Surname and given names."""
        return f"{self.surname} {self.given_names}".strip()


def load_certificate(data):
    """Return the certificate in ``data``: PEM or DER. Raises ValueError."""
    if isinstance(data, str):
        data = data.encode()
    start = data.find(PEM_BEGINS)
    if start >= 0:
        return x509.load_pem_x509_certificate(data[start:])
    return x509.load_der_x509_certificate(data)


def to_pem(certificate):
    """Return it as text."""
    return certificate.public_bytes(Encoding.PEM).decode()


def to_der(certificate):
    """Return it as bytes."""
    return certificate.public_bytes(Encoding.DER)


def owner_of(certificate):
    """Return the :class:`Owner`. Before INNLE existed, companies had «00» and their ten digits as INN."""
    values = {attribute.oid.dotted_string: str(attribute.value).strip() for attribute in certificate.subject}
    inn, company = values.get(INN, ""), values.get(INN_LE, "")
    if not company and inn.startswith("00") and len(inn) == INN_OF_COMPANY + 2 and OGRN in values:
        inn, company = "", inn[2:]
    return Owner(
        surname=values.get(NameOID.SURNAME.dotted_string, ""),
        given_names=values.get(NameOID.GIVEN_NAME.dotted_string, ""),
        organisation=values.get(NameOID.ORGANIZATION_NAME.dotted_string, ""),
        position=values.get(NameOID.TITLE.dotted_string, ""),
        inn=inn,
        company_inn=company.removeprefix("00") if len(company) > INN_OF_COMPANY else company,
        ogrn=values.get(OGRN, "") or values.get(OGRNIP, ""),
    )


def name_of(name):
    """Return the common name, or the whole name where it has none."""
    common = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(common[0].value) if common else name.rfc4514_string()


def _extension(certificate, oid):
    with contextlib.suppress(x509.ExtensionNotFound, ValueError):
        return certificate.extensions.get_extension_for_oid(oid).value
    return None


def may_sign(certificate):
    """Whether keyUsage allows signing documents."""
    usage = _extension(certificate, ExtensionOID.KEY_USAGE)
    return usage is not None and (usage.digital_signature or usage.content_commitment)


def has_qualified_policy(certificate):
    """Whether it names the class of the means of signing, as every qualified certificate must."""
    policies = _extension(certificate, ExtensionOID.CERTIFICATE_POLICIES) or ()
    return any(policy.policy_identifier.dotted_string.startswith(QUALIFIED_TOOLS) for policy in policies)


def is_issuer(authority, certificate):
    """Whether ``authority`` is by name and key identifier the one that issued ``certificate``."""
    if authority.subject != certificate.issuer:
        return False
    wanted = _extension(certificate, ExtensionOID.AUTHORITY_KEY_IDENTIFIER)
    has = _extension(authority, ExtensionOID.SUBJECT_KEY_IDENTIFIER)
    return wanted is None or has is None or wanted.key_identifier in (None, has.digest)


def chain_of(certificate, authorities):
    """Return the authorities from the issuer of ``certificate`` to the root, as far as they are among these."""
    chain, last = [], certificate
    while last.subject != last.issuer:
        issuer = next((one for one in authorities if is_issuer(one, last) and one not in chain), None)
        if issuer is None:
            break
        chain.append(issuer)
        last = issuer
    return chain
