"""Checks of signatures, and what is trusted in them."""

from lk_addon.signatures.models.check import SignatureCheck
from lk_addon.signatures.models.trust import RevocationList, TimestampAuthority, TrustedCertificate

__all__ = ["RevocationList", "SignatureCheck", "TimestampAuthority", "TrustedCertificate"]
