"""A check is asked for in one transaction, done by a task, and repeated while its reason may pass."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cms.audit.models import AuditEntry
from cms.outbox.domain import drain
from lk_addon.signatures import engine
from lk_addon.signatures.domain.checking import perform, repeat_check, repeat_waiting, request_check, stalled
from lk_addon.signatures.models import SignatureCheck
from tests.factories.correspondence import stored_file
from tests.factories.registry import MemberFactory
from tests.factories.signatures import NAME, check_of, trust

pytestmark = [pytest.mark.django_db, pytest.mark.req("REQ-3.2.1")]
Verdict = SignatureCheck.Verdict
WORDS = b"document"


@pytest.fixture
def member():
    return MemberFactory(short_name="ООО «Демострой-Север»", inn="0099000014", ogrn="0090000000014")


def asked(member, signature, **options):
    return request_check(
        document=stored_file(member, content=WORDS),
        signature=stored_file(member, name="письмо.sig", content=signature),
        member=member,
        signatory_name=NAME,
        reference_time=timezone.now(),
        **options,
    )


def test_the_task_does_what_was_asked_and_never_twice(gost, member):
    trust(gost)
    check = asked(member, gost.sign(WORDS))
    assert check.verdict == Verdict.PENDING
    drain()
    check.refresh_from_db()
    assert check.verdict == Verdict.VALID
    finished_at = check.finished_at
    perform(check)
    check.refresh_from_db()
    assert check.finished_at == finished_at
    assert AuditEntry.objects.filter(action="signature.checked", object_id=str(check.pk)).count() == 1


def test_an_open_check_is_repeated_by_itself_as_another_row_with_growing_pauses(gost, member):
    first = check_of(member, WORDS, gost.sign(WORDS))
    assert first.verdict == Verdict.INDETERMINATE
    assert repeat_waiting(now=first.retry_at - timedelta(seconds=1)) == 0
    assert repeat_waiting(now=first.retry_at) == 1
    second = SignatureCheck.objects.get(attempt=1)
    perform(second)
    second.refresh_from_db()
    assert second.retry_at - second.finished_at > first.retry_at - first.finished_at
    first.refresh_from_db()
    assert (first.verdict, first.retry_at) == (Verdict.INDETERMINATE, None)
    trust(gost)
    repeat_waiting(now=second.retry_at)
    third = SignatureCheck.objects.get(attempt=2)
    perform(third)
    third.refresh_from_db()
    assert (third.verdict, third.retry_at, third.reference_time) == (Verdict.VALID, None, first.reference_time)


def test_without_the_engine_nothing_is_called_invalid(gost, member, monkeypatch):
    trust(gost)
    monkeypatch.setattr(engine, "gost_available", lambda: False)
    check = check_of(member, WORDS + b"changed", gost.sign(WORDS))
    assert check.verdict == Verdict.INDETERMINATE
    assert "по ГОСТ" in check.reasons[0]
    assert check.retry_at


def test_a_run_that_takes_too_long_leaves_the_check_open(gost, member, settings):
    trust(gost)
    settings.SIGNATURE_TIMEOUT = 0.000001
    check = check_of(member, WORDS, gost.sign(WORDS))
    assert (check.verdict, bool(check.retry_at)) == (Verdict.INDETERMINATE, True)


def test_an_employee_repeats_a_check_but_not_while_one_is_going_on(gost, member):
    first = check_of(member, WORDS, gost.sign(WORDS))
    again = repeat_check(check=first, actor=None)
    assert again.pk != first.pk
    with pytest.raises(ValidationError):
        repeat_check(check=first, actor=None)


def test_a_check_whose_worker_died_is_found(gost, member):
    check = asked(member, gost.sign(WORDS))
    assert list(stalled()) == []
    assert list(stalled(now=timezone.now() + timedelta(hours=1))) == [check.pk]
