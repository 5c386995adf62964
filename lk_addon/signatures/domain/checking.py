"""Asking for the check of a signature, doing it, and asking again while the reason of an open verdict may pass."""

import contextlib
import hashlib
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cms.audit.domain import record
from cms.outbox.domain import enqueue
from lk_addon.signatures.containers import MAX_SIZE, read_container
from lk_addon.signatures.engine import VerifierUnavailableError, get_verifier
from lk_addon.signatures.errors import UnreadableContainerError
from lk_addon.signatures.inspection import Inspection, Question
from lk_addon.signatures.models import SignatureCheck
from lk_addon.signatures.steps import Outcome, SignerResult, Step
from lk_addon.signatures.trust import Trust

Verdict = SignatureCheck.Verdict
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=10), timedelta(hours=12)
ATTEMPTS = 60  # a month with the longest pause
STALLED = timedelta(minutes=20)  # longer than a task may run, see CELERY_TASK_TIME_LIMIT
UNAVAILABLE = "Проверка подписей временно недоступна. Она повторится сама."


@transaction.atomic
def request_check(*, document, signature, member, signatory_name, reference_time, actor=None, attempt=0):
    """Ask for a check; a task does it. Returns the new, pending :class:`SignatureCheck`.

    ``reference_time`` is when the SRO received the signature; a trusted time stamp in it goes before. Every call is
    another row: what was found earlier stays.
    """
    check = SignatureCheck.objects.create(
        document=document,
        signature=signature,
        member=member,
        signatory_name=signatory_name,
        reference_time=reference_time,
        attempt=attempt,
    )
    record("signature.check_asked", actor=actor, obj=check, member=member.registration_number)
    enqueue("signatures.check", key=f"signatures.check:{check.pk}", check=str(check.pk))
    return check


@transaction.atomic
def repeat_check(*, check, actor):
    """Check once more, on the same time, as an employee asks. Raises ValidationError while a check is going on."""
    if SignatureCheck.objects.filter(signature=check.signature, verdict=Verdict.PENDING).exists():
        raise ValidationError("Подпись уже проверяется. Обновите страницу через несколько секунд.")
    return _again(check, actor=actor)


def _again(check, *, actor=None, attempt=0):
    return request_check(
        document=check.document,
        signature=check.signature,
        member=check.member,
        signatory_name=check.signatory_name,
        reference_time=check.reference_time,
        actor=actor,
        attempt=attempt,
    )


def perform(check):
    """Do a check that was asked for. Again does nothing: a finished check is never changed."""
    if check.verdict != Verdict.PENDING:
        return
    container_step, results = _inspect(check)
    verdict, reasons = conclude(container_step, results)
    may_pass = verdict == Verdict.INDETERMINATE and any(one.may_pass for one in results)
    with transaction.atomic():
        row = SignatureCheck.objects.select_for_update(no_key=True).get(pk=check.pk)
        if row.verdict != Verdict.PENDING:
            return
        row.verdict, row.reasons, row.finished_at = verdict, reasons, timezone.now()
        row.steps = [container_step.as_json()]
        row.signers = [
            one.about | {"verdict": one.verdict, "steps": [step.as_json() for step in one.steps]} for one in results
        ]
        row.certificates = list(dict.fromkeys(pem for one in results for pem in one.certificates))
        if may_pass and row.attempt < ATTEMPTS:
            row.retry_at = row.finished_at + min(FIRST_PAUSE * 2 ** min(row.attempt, 10), LONGEST_PAUSE)
        row.save()
        row.revocation_lists.set({used for one in results for used in one.lists})
        record("signature.checked", obj=row, verdict=verdict)


def conclude(container_step, results):
    """Return (verdict, reasons) of a file: every signature must hold; one of them must be of the named person."""
    if container_step.outcome is Outcome.FAILED:
        return Verdict.INVALID, [container_step.text]
    forgive_others(results)
    verdicts = {one.verdict for one in results}
    verdict = next(one for one in (Verdict.INVALID, Verdict.INDETERMINATE, Verdict.VALID) if one in verdicts)
    if len(results) == 1:
        return verdict, results[0].reasons
    count = len(results)
    return verdict, [
        f"Подпись {number} из {count}: {reason}"
        for number, one in enumerate(results, start=1)
        if verdict in (one.verdict, Verdict.VALID)
        for reason in one.reasons
    ]


def forgive_others(results):
    """Where one signature is of the named person, a further one may be of somebody else of the organisation."""
    if not any(one.outcome_of("person") is Outcome.PASSED for one in results):
        return
    for one in results:
        for step in one.steps:
            if step.code == "person" and step.outcome is Outcome.FAILED:
                step.outcome, step.text = Outcome.WARNING, "Подписал ещё один человек, в письме он не назван."


def _inspect(check):
    """Return (step of the container, results of its signatures)."""
    try:
        container = read_container(_bytes_of(check.signature))
        content_sha256 = hashlib.sha256(container.content).hexdigest() if container.is_attached else None
        if content_sha256 not in (None, check.document.sha256) and check.document_id != check.signature_id:
            raise UnreadableContainerError(
                "Внутри файла подписи другой документ, не тот, что приложен. Приложите подпись именно этого файла."
            )
        if content_sha256 is None and check.document_id == check.signature_id:
            raise UnreadableContainerError("Подпись отсоединённая: приложите и сам подписанный документ.")
    except UnreadableContainerError as error:
        return Step("container", Outcome.FAILED, str(error)), []
    kind = "документ внутри" if container.is_attached else "отсоединённая"
    step = Step("container", Outcome.PASSED, f"Прочитан: подпись {kind}, подписей: {len(container.signers)}.")
    with _path_of(check.document) as path:
        question = Question(
            content=None if container.is_attached else path,
            received_at=check.reference_time,
            member=check.member,
            signatory_name=check.signatory_name,
            trust=Trust(),
            verifier=get_verifier(),
        )
        return step, [result_of(signer, container, question) for signer in container.signers]


def result_of(signer, container, question):
    """Return the :class:`SignerResult` of one signature; an open one where nothing can be said now."""
    try:
        return Inspection(signer, container.certificates, question).run()
    except VerifierUnavailableError:
        return SignerResult(steps=[Step("signature", Outcome.UNKNOWN, UNAVAILABLE, may_pass=True)])


def _bytes_of(stored):
    """Return the bytes of a signature's file; no more than tell that there are too many."""
    with stored.file.storage.open(stored.file.name, "rb") as opened:
        return opened.read(2 * MAX_SIZE)


@contextlib.contextmanager
def _path_of(stored):
    """Give the path of a file's bytes on this machine: its own, or of a copy where the storage is elsewhere."""
    try:
        path = Path(stored.file.path)
    except NotImplementedError:
        path = None
    if path is not None:
        yield path
        return
    with stored.file.storage.open(stored.file.name, "rb") as opened, tempfile.NamedTemporaryFile() as copy:
        shutil.copyfileobj(opened, copy)
        copy.flush()
        yield Path(copy.name)


@transaction.atomic
def repeat_left_open(*, member, actor):
    """Ask again for the signatures of ``member`` that were left to people: what the SRO knows of authority has changed.

    Those that are waiting for something else are asked again by themselves. Returns how many.
    """
    last = SignatureCheck.objects.filter(member=member).order_by("signature_id", "-asked_at").distinct("signature_id")
    left = SignatureCheck.objects.filter(pk__in=last.values("pk"), verdict=Verdict.INDETERMINATE, retry_at=None)
    checks = list(left.select_related("document", "signature", "member"))
    for check in checks:
        _again(check, actor=actor)
    return len(checks)


def repeat_waiting(now=None):
    """Ask again for checks whose verdict is open and whose time has come. Returns how many."""
    now = now or timezone.now()
    done = 0
    for key in SignatureCheck.objects.filter(retry_at__lte=now).order_by("retry_at").values_list("pk", flat=True)[:200]:
        with transaction.atomic():
            due = SignatureCheck.objects.select_for_update(no_key=True, skip_locked=True, of=("self",))
            check = due.filter(pk=key, retry_at__lte=now).first()
            if check is None:
                continue
            check.retry_at = None
            check.save(update_fields=["retry_at"])
            later = SignatureCheck.objects.filter(signature=check.signature, asked_at__gt=check.asked_at)
            if not later.exists():
                _again(check, attempt=check.attempt + 1)
                done += 1
    return done


def stalled(now=None):
    """Return the keys of checks that nobody does any more: their worker died."""
    pending = SignatureCheck.objects.filter(verdict=Verdict.PENDING)
    return pending.filter(asked_at__lt=(now or timezone.now()) - STALLED).values_list("pk", flat=True)
