"""The moment a signature existed at: a trusted time stamp's, else when the SRO received it. Never what it claims."""

from asn1crypto import cms, tsp
from django.utils import timezone

from lk_addon.signatures.containers import BROKEN
from lk_addon.signatures.steps import Outcome, Step


def moment_of(signer, received_at, verifier, authorities):
    """Return (moment, step). ``authorities``: trusted time-stamp certificates in PEM."""
    by_receipt = f"Проверено на время приёма: {_told(received_at)}."
    if not signer.stamp:
        return received_at, Step("time", Outcome.PASSED, by_receipt)
    stamped_at = _stamped_at(signer.stamp)
    known = (
        stamped_at is not None
        and authorities
        and stamped_at <= received_at
        and verifier.verify_stamp(signer.stamp, signer.signature, trusted=authorities, at=stamped_at).ok
    )
    if not known:
        doubt = "Метка времени в подписи не учтена: её служба не входит в доверенные, или метка повреждена. "
        return received_at, Step("time", Outcome.WARNING, doubt + by_receipt)
    return stamped_at, Step("time", Outcome.PASSED, f"Проверено на доверенную метку времени: {_told(stamped_at)}.")


def _stamped_at(token):
    try:
        data = cms.ContentInfo.load(token)["content"]["encap_content_info"]["content"]
        return tsp.TSTInfo.load(data.native if isinstance(data.native, bytes) else data.parsed.dump())[
            "gen_time"
        ].native
    except BROKEN:
        return None


def _told(moment):
    return f"{timezone.localtime(moment):%d.%m.%Y %H:%M:%S} (МСК)"
