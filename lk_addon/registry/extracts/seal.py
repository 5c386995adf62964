"""The organisation's electronic seal upon a PDF (PAdES), when a certificate is configured.

It never fails open: where a seal is configured and cannot be put, nothing is issued.
"""

import io
from functools import cache

from cryptography.exceptions import UnsupportedAlgorithm
from django.conf import settings
from django.utils import timezone
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign import PdfSignatureMetadata, SimpleSigner, sign_pdf
from pyhanko.sign.fields import SigSeedSubFilter

#: How signing fails: the file, the key and its algorithms. SigningError of pyHanko is a ValueError.
FAILURES = (PdfError, ValueError, UnsupportedAlgorithm, OSError)


class SealError(Exception):
    """The seal is configured and cannot be put."""


def seal_name():
    """Return whose seal will be put, nothing where none is configured. Raises SealError for one that is unusable."""
    if not settings.EXTRACT_SEAL_FILE:
        return ""
    certificate = _signer(settings.EXTRACT_SEAL_FILE, settings.EXTRACT_SEAL_PASSWORD).signing_cert
    if not certificate.not_valid_before <= timezone.now() <= certificate.not_valid_after:
        raise SealError("The seal's certificate is not valid today.")
    return certificate.subject.human_friendly[:300]


def put_seal(pdf, *, reason="Сведения из реестра членов СРО"):
    """Return ``pdf`` with the seal, put for ``reason``. Raises SealError."""
    metadata = PdfSignatureMetadata(
        field_name="Seal",
        subfilter=SigSeedSubFilter.PADES,
        reason=reason,
        md_algorithm="sha256",
    )
    signer = _signer(settings.EXTRACT_SEAL_FILE, settings.EXTRACT_SEAL_PASSWORD)
    try:
        return sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), metadata, signer=signer).getvalue()
    except FAILURES as error:
        raise SealError("The seal could not be put.") from error


@cache
def _signer(path, password):
    signer = SimpleSigner.load_pkcs12(path, passphrase=password.encode())
    if signer is None:  # pyHanko logs why
        raise SealError("The seal's file or its password is not usable.")
    return signer
