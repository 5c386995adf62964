"""Was a certificate of the chain revoked before the moment that counts?"""

from cryptography.hazmat.primitives.serialization import Encoding

from lk_addon.signatures.certificates import to_pem
from lk_addon.signatures.steps import Outcome, Step

REVOKED = 23  # error of X.509
WAITING = "Проверка повторится сама, когда список будет получен."


def revocation_step(certificate, chain, moment, trust, verifier):
    """Return (step, rows of the lists used). ``chain``: authorities from the issuer to the root.

    A certificate revoked later was good at ``moment``; a list that was no longer fresh at it leaves the question open.
    """
    used = []
    for one, issuer in zip([certificate, *chain[:-1]], chain, strict=True):
        row, revoked = trust.list_of(issuer)
        if row is None:
            return _open(f"Нет списка отозванных сертификатов удостоверяющего центра. {WAITING}"), used
        used.append(row)
        found = verifier.verify_revocation(
            to_pem(one),
            trusted=trust.pems,
            untrusted=[to_pem(authority) for authority in chain],
            crls=[revoked.public_bytes(Encoding.PEM).decode()],
        )
        if not found.ok and found.error != REVOKED:
            return _open(f"Список отозванных сертификатов не прошёл проверку. {WAITING}"), used
        entry = revoked.get_revoked_certificate_by_serial_number(one.serial_number)
        if entry is not None and entry.revocation_date_utc <= moment:
            whose = "Сертификат" if one is certificate else "Сертификат удостоверяющего центра"
            return Step("revocation", Outcome.FAILED, f"{whose} отозван до подписания. Подпишите действующим."), used
        if entry is None and row.next_update < moment:
            return _open(f"Список отозванных сертификатов устарел. {WAITING}"), used
    later = "Сертификат не был отозван ко времени подписания."
    return Step("revocation", Outcome.PASSED, later), used


def _open(text):
    return Step("revocation", Outcome.UNKNOWN, text, may_pass=True)
