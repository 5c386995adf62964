"""Reading a file of signatures: CMS in DER, PEM or bare base64, detached or with the document inside.

A file may hold several signatures. OpenSSL fails all for one, so each is cut out into a container of its own. Bytes are
cut, never encoded again: what was signed stays as it is. asn1crypto reads; whatever it raises upon broken ASN.1
becomes :class:`UnreadableContainerError` in one place.
"""

from dataclasses import dataclass, field
from functools import wraps

from asn1crypto import cms, parser, pem

from lk_addon.files.accepted import MAX_SIGNERS
from lk_addon.files.asn1 import der_of, few
from lk_addon.signatures.errors import UnreadableContainerError

MAX_SIZE = 50 * 1024 * 1024  # bytes, with the document inside: OpenSSL wants two and a half times that in memory
MAX_CERTIFICATES, MAX_ATTRIBUTES = 200, 100
SIGNED_DATA = "1.2.840.113549.1.7.2"
CONTENT_TYPE, MESSAGE_DIGEST = "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4"
SIGNING_CERTIFICATE = "1.2.840.113549.1.9.16.2.12"
SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47"
TIME_STAMP = "1.2.840.113549.1.9.16.2.14"
CONTEXT = 2  # the class of ASN.1 tags whose meaning depends on the place
#: What asn1crypto and its parser raise upon bytes that are no ASN.1 or not of the structure they claim.
BROKEN = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError, MemoryError)
NOT_A_SIGNATURE = (
    "Файл не похож на электронную подпись или повреждён. Приложите файл с расширением SIG, SGN или P7S, "
    "который создала программа подписания."
)


def _readable(function):
    """Turn whatever broken ASN.1 raises into UnreadableContainerError."""

    @wraps(function)
    def read(*args, **kwargs):
        try:
            return function(*args, **kwargs)
        except UnreadableContainerError:
            raise
        except BROKEN as error:
            raise UnreadableContainerError(NOT_A_SIGNATURE) from error

    return read


@dataclass(frozen=True)
class SignerContainer:
    """One signature of a file, as a container of its own."""

    der: bytes
    digest_algorithm: str
    signature_algorithm: str
    signature: bytes
    signed: dict = field(repr=False)  # OID → DER of the first value of the signed attribute
    stamp: bytes = field(default=b"", repr=False)

    @property
    def level(self):
        """«T» with a time stamp, else «BES»."""
        return "T" if self.stamp else "BES"

    @property
    def has_required_attributes(self):
        """Whether type of content, digest and reference to the certificate were signed (RFC 5126, 5.7)."""
        reference = {SIGNING_CERTIFICATE, SIGNING_CERTIFICATE_V2} & self.signed.keys()
        return bool(reference) and {CONTENT_TYPE, MESSAGE_DIGEST} <= self.signed.keys()


@dataclass(frozen=True)
class Container:
    """A file of signatures that was read."""

    signers: list
    certificates: list = field(repr=False)  # in PEM, those that came along
    content: bytes | None = field(repr=False)

    @property
    def is_attached(self):
        """Whether the document is inside."""
        return self.content is not None


@_readable
def read_container(data):
    """Return the :class:`Container` in the bytes ``data``. Raises UnreadableContainerError, with a Russian reason."""
    if len(data) > MAX_SIZE:
        raise UnreadableContainerError(
            f"Файл подписи больше {MAX_SIZE // 1024 // 1024} МБ. Приложите отсоединённую подпись, без документа внутри."
        )
    der = der_of(data)
    info = cms.ContentInfo.load(der, strict=True)
    if info["content_type"].dotted != SIGNED_DATA:
        raise UnreadableContainerError("В файле не подпись: это другой вид контейнера CMS. Приложите файл подписи.")
    parts = info["content"]
    infos = _signers_of(parts)
    inner = parts["encap_content_info"]["content"]
    slices = _slices(der)
    certificates = [
        pem.armor("CERTIFICATE", choice.chosen.dump()).decode()
        for choice in few(parts["certificates"], MAX_CERTIFICATES)
        if choice.name == "certificate"
    ]
    signers = [_signer(raw, one) for raw, one in zip(slices, infos, strict=True)]
    return Container(signers, certificates, None if inner.native is None else _bytes_of(inner))


def _signers_of(parts):
    try:
        infos = few(parts["signer_infos"], MAX_SIGNERS)
    except ValueError:
        infos = ()
    if not infos:
        raise UnreadableContainerError("В файле нет подписей или их слишком много. Подпишите документ заново.")
    return infos


def _bytes_of(content):
    """Return the document inside: OCTET STRING, whole or in pieces."""
    return content.parsed.native if hasattr(content, "parsed") else bytes(content)


def _signer(der, info):
    return SignerContainer(
        der=der,
        digest_algorithm=info["digest_algorithm"]["algorithm"].dotted,
        signature_algorithm=info["signature_algorithm"]["algorithm"].dotted,
        signature=info["signature"].native,
        signed=_first_values(info["signed_attrs"]),
        stamp=_first_values(info["unsigned_attrs"]).get(TIME_STAMP, b""),
    )


def _first_values(attributes):
    return {
        attribute["type"].dotted: few(attribute["values"], MAX_ATTRIBUTES)[0].dump()
        for attribute in few(attributes, MAX_ATTRIBUTES)
    }


def _slices(der):
    """Return, for each SignerInfo, the container with it alone; all other bytes as they were."""
    outer = children_of(der)
    body = children_of(outer[1])[0]
    parts = children_of(body)
    *before, signers = parts
    return [
        parser.emit(
            0, 1, 16, outer[0] + parser.emit(CONTEXT, 1, 0, parser.emit(0, 1, 16, b"".join(before) + _set_of(one)))
        )
        for one in children_of(signers)
    ]


def _set_of(value):
    return parser.emit(0, 1, 17, value)


def children_of(data):
    """Return the encodings that stand inside the one that ``data`` begins with."""
    content = parser.parse(data, strict=True)[4]
    found, place = [], 0
    while place < len(content):
        length = parser.peek(content[place:])
        found.append(content[place : place + length])
        place += length
    return found
