"""What signatures a submission must have before it goes (REQ-3.2.1, регламент п. 3.2.1)."""

from django.core.exceptions import ValidationError

from lk_addon.correspondence.models import Letter
from lk_addon.signatures.models import SignatureCheck
from lk_addon.signatures.queries import last_checks

Verdict = SignatureCheck.Verdict


def demand_signatures(*, draft, files, form):
    """Raise ValidationError, with every reason, unless the files are signed as the kind's terms demand.

    A signature that was put there must never be bad, also where none is demanded. One whose check could not be
    finished (no fresh list of revoked certificates, for example) goes: it is checked again by itself.
    """
    terms = form.terms
    problems = []
    if terms.is_signature_required and not files and draft.role != Letter.Role.ANSWER:
        problems.append("Приложите документ и файл его подписи.")
    signatures = [signature.file_id for row in files for signature in row.signatures.all()]
    checks = last_checks(signatures)
    for row in files:
        signed = list(row.signatures.all())
        if terms.is_signature_required and not signed:
            problems.append(
                f"«{row.file.name}»: нет электронной подписи, а она обязательна. {terms.signature_reason}".strip()
            )
        for signature in signed:
            problems += _problems_of(row, checks.get(signature.file_id), form)
    if problems:
        raise ValidationError(problems, code="signature")


def _problems_of(row, check, form):
    name = f"«{row.file.name}»"
    if check is None or check.verdict == Verdict.PENDING:
        return [f"{name}: подпись ещё проверяется, подождите несколько секунд и отправьте снова."]
    if check.document_id != row.file_id:
        return [f"{name}: подпись проверена для другого файла, приложите её заново."]
    if check.signatory_name != form.cleaned_data.get("signatory_name", ""):
        return [f"{name}: подписавший изменён после проверки подписи, дождитесь новой проверки."]
    if check.verdict == Verdict.INVALID:
        return [f"{name}: {reason}" for reason in check.reasons] or [f"{name}: подпись неверна."]
    return []
