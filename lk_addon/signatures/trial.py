"""A trial signature: is everything on the user's computer in order, before a document depends on it?

The bytes to sign are a token of ours that names the user and the hour; nothing of it is stored.
"""

import base64
import binascii
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, TimestampSigner
from django.utils import timezone
from django.utils.crypto import get_random_string

from lk_addon.signatures.containers import read_container
from lk_addon.signatures.domain.checking import conclude, result_of
from lk_addon.signatures.engine import get_verifier
from lk_addon.signatures.errors import UnreadableContainerError
from lk_addon.signatures.inspection import Question
from lk_addon.signatures.models import SignatureCheck
from lk_addon.signatures.steps import Outcome, Step
from lk_addon.signatures.trust import Trust

LIFETIME = 10 * 60  # seconds
MAX_SIZE = 64 * 1024  # bytes of the signature
SIGNER = TimestampSigner(salt="lk_addon.signatures.trial")
NOT_OF_A_TRIAL = {"person"}  # a trial has no letter that names who signs
OVER = "Пробная подпись устарела. Начните проверку заново."


@dataclass(frozen=True)
class Trial:
    """What came of it."""

    verdict: str
    reasons: list
    steps: list  # of :class:`Step`


def words_for(user):
    """Return the text that ``user`` is to sign within ten minutes."""
    return SIGNER.sign(f"{user.pk}.{get_random_string(32)}")


def check_trial(*, words, signature, user, member):
    """Verify the detached ``signature`` (base64) upon ``words``. Returns a :class:`Trial`; takes under a second.

    Raises ValidationError for words that are not this user's or too old, and for what is no signature in base64.
    """
    _demand_own(words, user)
    try:
        raw = base64.b64decode(signature, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValidationError("Это не подпись: программа подписи вернула что-то другое.", code="signature") from error
    if len(raw) > MAX_SIZE:
        raise ValidationError("Пробная подпись слишком велика.", code="size")
    try:
        container = read_container(raw)
    except UnreadableContainerError as error:
        return Trial(SignatureCheck.Verdict.INVALID, [str(error)], [Step("container", Outcome.FAILED, str(error))])
    if container.is_attached:
        raise ValidationError("Подпись должна быть отсоединённой.", code="attached")
    results = _results(container, words, member)
    for one in results:
        one.steps = [step for step in one.steps if step.code not in NOT_OF_A_TRIAL]
    read = Step("container", Outcome.PASSED, "Подпись получена и прочитана.")
    verdict, reasons = conclude(read, results)
    return Trial(verdict, reasons, [read, *(step for one in results for step in one.steps)])


def _demand_own(words, user):
    try:
        said = SIGNER.unsign(words, max_age=LIFETIME)
    except BadSignature as error:
        raise ValidationError(OVER, code="words") from error
    if said.partition(".")[0] != str(user.pk):
        raise ValidationError(OVER, code="words")


def _results(container, words, member):
    with tempfile.TemporaryDirectory(prefix="trial-") as folder:
        path = Path(folder, "words")
        path.write_text(words)
        question = Question(
            content=path,
            received_at=timezone.now(),
            member=member,
            signatory_name="",
            trust=Trust(),
            verifier=get_verifier(),
        )
        return [result_of(signer, container, question) for signer in container.signers]
