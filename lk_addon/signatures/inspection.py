"""Checking one signature step by step: each says what was found, and a later one may be needless after a failure."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from asn1crypto import tsp
from django.conf import settings
from django.utils import timezone

from lk_addon.registry.models import Member
from lk_addon.signatures import identity
from lk_addon.signatures.algorithms import DIGESTS, LEGACY, family_of
from lk_addon.signatures.certificates import (
    chain_of,
    has_qualified_policy,
    load_certificate,
    may_sign,
    name_of,
    owner_of,
    to_der,
    to_pem,
)
from lk_addon.signatures.containers import BROKEN, SIGNING_CERTIFICATE, SIGNING_CERTIFICATE_V2
from lk_addon.signatures.engine import Verifier
from lk_addon.signatures.revocation import revocation_step
from lk_addon.signatures.stamps import moment_of
from lk_addon.signatures.steps import Outcome, SignerResult, Step
from lk_addon.signatures.trust import Trust

NOT_YET_VALID, EXPIRED = 9, 10
UNTRUSTED = {2, 7, 18, 19, 20, 21, 24, 26, 32, 79}  # errors of X.509: no way from the certificate to a trusted root
DATES = {NOT_YET_VALID, EXPIRED}


@dataclass
class Question:
    """What is asked: the document's path (None where it is inside), whose it should be, on what time."""

    content: Path | None
    received_at: datetime
    member: Member
    signatory_name: str
    trust: Trust
    verifier: Verifier


class Inspection:
    """The check of one :class:`SignerContainer`."""

    def __init__(self, signer, came_along, question):
        self.signer, self.came_along, self.question = signer, came_along, question
        self.result = SignerResult()

    def run(self):
        """Return the :class:`SignerResult`. Raises VerifierUnavailableError."""
        if self._algorithm() and self._signature():
            self._reference()
            self._dates_and_chain()
            self._use()
            self._identity()
        return self.result

    def _add(self, code, outcome, text, *, may_pass=False):
        self.result.steps.append(Step(code, outcome, text, may_pass))
        return outcome is Outcome.PASSED

    def _algorithm(self):
        signer = self.signer
        if not signer.has_required_attributes:
            return self._add(
                "algorithm",
                Outcome.FAILED,
                "В подписи нет обязательных подписанных сведений (ссылки на сертификат). Подпишите документ "
                "в формате CAdES-BES.",
            )
        family = family_of(signer.signature_algorithm, signer.digest_algorithm)
        if family not in settings.SIGNATURE_ALGORITHMS:
            old = signer.signature_algorithm.startswith(LEGACY) or signer.digest_algorithm.startswith(LEGACY)
            what = "устаревшим алгоритмом ГОСТ 2001 года" if old else "алгоритмом, который не принимается"
            return self._add(
                "algorithm",
                Outcome.FAILED,
                f"Документ подписан {what}. Нужна усиленная квалифицированная подпись по ГОСТ Р 34.10-2012.",
            )
        if family == "gost2012" and not self.question.verifier.has_gost():
            return self._add(
                "algorithm",
                Outcome.UNKNOWN,
                "На сервере временно недоступна проверка подписей по ГОСТ. Проверка повторится сама.",
                may_pass=True,
            )
        return self._add("algorithm", Outcome.PASSED, f"Алгоритмы допустимы; уровень CAdES-{signer.level}.")

    def _signature(self):
        """Verify digest and signature, and everything at once where that succeeds."""
        ask, verifier = self.question, self.question.verifier
        self.moment, time_step = moment_of(self.signer, ask.received_at, verifier, ask.trust.stamps)
        self.whole = verifier.verify_cades(self.signer.der, ask.content, trusted=ask.trust.pems, at=self.moment)
        found = self.whole if self.whole.ok else verifier.verify_mathematics(self.signer.der, ask.content)
        if not found.ok:
            return self._add(
                "signature",
                Outcome.FAILED,
                "Подпись не соответствует документу: документ изменён после подписания, или это подпись другого "
                "файла, или подпись повреждена. Приложите тот самый файл, который подписывали, не открывая и не "
                "сохраняя его заново.",
            )
        try:
            self.certificate = load_certificate(found.certificate)
            self.owner = owner_of(self.certificate)
        except ValueError:
            return self._add("signature", Outcome.FAILED, "Сертификат подписи повреждён. Подпишите документ заново.")
        self._describe()
        self._add("signature", Outcome.PASSED, "Подпись соответствует документу, документ не изменён.")
        self.result.steps.append(time_step)
        return True

    def _describe(self):
        certificate, owner = self.certificate, self.owner
        self.result.about = {
            "name": owner.full_name,
            "organisation": owner.organisation,
            "position": owner.position,
            "inn": owner.company_inn or owner.inn,
            "ogrn": owner.ogrn,
            "serial": f"{certificate.serial_number:X}",
            "issuer": name_of(certificate.issuer),
            "valid_from": certificate.not_valid_before_utc.isoformat(),
            "valid_to": certificate.not_valid_after_utc.isoformat(),
            "level": self.signer.level,
            "moment": self.moment.isoformat(),
        }
        self.result.certificates = [to_pem(certificate)]

    def _reference(self):
        """The signed reference must be of the very certificate, not of another one with the same key."""
        algorithm, wanted = self._referred()
        same = bool(wanted) and self.question.verifier.digest(algorithm, to_der(self.certificate)) == wanted
        text = "Подписана ссылка на этот же сертификат." if same else "Подпись ссылается на другой сертификат."
        self._add("reference", Outcome.PASSED if same else Outcome.FAILED, text)

    def _referred(self):
        """Return (OpenSSL's name of the digest, digest) of the certificate named in the signed attribute."""
        signed = self.signer.signed
        try:
            if SIGNING_CERTIFICATE_V2 in signed:
                first = tsp.SigningCertificateV2.load(signed[SIGNING_CERTIFICATE_V2])["certs"][0]
                return DIGESTS[first["hash_algorithm"]["algorithm"].dotted], first["cert_hash"].native
            first = tsp.SigningCertificate.load(signed[SIGNING_CERTIFICATE])["certs"][0]
            return "sha1", first["cert_hash"].native
        except BROKEN:
            return "sha256", b""

    def _dates_and_chain(self):
        certificate, trust = self.certificate, self.question.trust
        in_force = certificate.not_valid_before_utc <= self.moment <= certificate.not_valid_after_utc
        if in_force:
            self._add("dates", Outcome.PASSED, "Сертификат действовал.")
        else:
            text = "Срок действия сертификата истёк или ещё не начался. Подпишите действующим сертификатом."
            self._add("dates", Outcome.FAILED, text)
        if not trust.pems:
            text = "В СРО ещё не внесены доверенные удостоверяющие центры. Проверка повторится сама."
            self._add("chain", Outcome.UNKNOWN, text, may_pass=True)
            return
        if self._chain(in_force=in_force):
            self._revocation()

    def _chain(self, *, in_force):
        """Whether the chain ends in a trusted root."""
        if self.whole.ok:
            return self._add("chain", Outcome.PASSED, "Сертификат выдан доверенным удостоверяющим центром.")
        if self.whole.error in UNTRUSTED:
            return self._add(
                "chain",
                Outcome.FAILED,
                "Сертификат выдан удостоверяющим центром, которому СРО не доверяет. Если он аккредитован, "
                "сообщите его название в СРО.",
            )
        if self.whole.error in DATES and in_force:
            text = "Сертификат удостоверяющего центра не действовал в это время."
            return self._add("chain", Outcome.FAILED, text)
        if self.whole.error in DATES:
            return False  # said of the dates already
        text = f"Цепочка сертификатов неверна (код {self.whole.error}). Подпишите другим сертификатом."
        return self._add("chain", Outcome.FAILED, text)

    def _revocation(self):
        ask = self.question
        chain = chain_of(self.certificate, [*ask.trust.authorities, *_readable(self.came_along)])
        self.result.certificates += [to_pem(one) for one in chain]
        step, lists = revocation_step(self.certificate, chain, self.moment, ask.trust, ask.verifier)
        self.result.steps.append(step)
        self.result.lists = lists

    def _use(self):
        if not may_sign(self.certificate):
            text = "Сертификат не предназначен для подписания документов. Подпишите другим сертификатом."
            self._add("usage", Outcome.FAILED, text)
        elif not has_qualified_policy(self.certificate):
            text = "В сертификате не указан класс средства подписи: квалифицированный ли он, проверит сотрудник СРО."
            self._add("usage", Outcome.WARNING, text)
        else:
            self._add("usage", Outcome.PASSED, "Сертификат предназначен для подписания документов.")

    def _identity(self):
        ask, owner, on = self.question, self.owner, timezone.localdate(self.moment)
        authority = identity.authority_of(owner, ask.member, on)
        self.result.steps += [
            identity.person_step(owner, ask.signatory_name),
            identity.organisation_step(owner, ask.member, authority),
            identity.authority_step(owner, ask.member, on, authority),
        ]


def _readable(pems):
    found = []
    for text in pems:
        try:
            found.append(load_certificate(text))
        except ValueError:
            continue
    return found
