"""The steps of a check and what follows from them (63-ФЗ, статья 11)."""

from dataclasses import asdict, dataclass, field
from enum import StrEnum

from lk_addon.signatures.models import SignatureCheck

Verdict = SignatureCheck.Verdict
TITLES = {
    "container": "Файл подписи",
    "algorithm": "Алгоритмы",
    "signature": "Подпись и документ",
    "reference": "Сертификат, названный в подписи",
    "time": "Время подписания",
    "dates": "Срок действия сертификата",
    "chain": "Удостоверяющий центр",
    "revocation": "Отзыв сертификата",
    "usage": "Назначение сертификата",
    "person": "Кто подписал",
    "organisation": "От чьего имени",
    "authority": "Полномочия",
}
MATHEMATICS_ONLY = "Математически корректна, доверие к сертификату не проверено."


class Outcome(StrEnum):
    """How a step ended."""

    PASSED = "passed"
    WARNING = "warning"
    UNKNOWN = "unknown"
    FAILED = "failed"


@dataclass
class Step:
    """One step: its code of :data:`TITLES`, how it ended, in words. ``may_pass``: worth asking again later."""

    code: str
    outcome: Outcome
    text: str
    may_pass: bool = False

    def as_json(self):
        """Return what is stored."""
        return asdict(self) | {"title": TITLES[self.code], "outcome": str(self.outcome)}


@dataclass
class SignerResult:
    """What was found of one signature in a file."""

    steps: list = field(default_factory=list)
    about: dict = field(default_factory=dict)
    certificates: list = field(default_factory=list)
    lists: list = field(default_factory=list)

    def outcome_of(self, code):
        """Return how the step ended, None where it was not come to."""
        return next((step.outcome for step in self.steps if step.code == code), None)

    @property
    def verdict(self):
        """One failure makes it invalid, one open question leaves it open."""
        outcomes = {step.outcome for step in self.steps}
        if Outcome.FAILED in outcomes:
            return Verdict.INVALID
        return Verdict.INDETERMINATE if Outcome.UNKNOWN in outcomes else Verdict.VALID

    @property
    def reasons(self):
        """Why it is not simply valid, in sentences; warnings among them."""
        told = [step.text for step in self.steps if step.outcome == Outcome.FAILED]
        if not told:
            told = [step.text for step in self.steps if step.outcome in (Outcome.UNKNOWN, Outcome.WARNING)]
        trusts_nothing = Outcome.UNKNOWN in (self.outcome_of("chain"), self.outcome_of("revocation"))
        if self.verdict == Verdict.INDETERMINATE and trusts_nothing:
            told.insert(0, MATHEMATICS_ONLY)
        return told

    @property
    def may_pass(self):
        """Whether a later check may say more."""
        return self.verdict == Verdict.INDETERMINATE and any(step.may_pass for step in self.steps)
