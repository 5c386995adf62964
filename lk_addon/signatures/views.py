"""«Проверка электронной подписи»: everything that signing needs, step by step, and a trial (REQ-3.2.1)."""

from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST, require_safe

from lk_addon.cabinet.throttle import within_limit
from lk_addon.signatures.models import SignatureCheck
from lk_addon.signatures.trial import check_trial, words_for

TRIALS = 20  # of one user in ten minutes
TOO_MANY = "Слишком много проверок подряд. Повторите немного позже."
TONES = {
    SignatureCheck.Verdict.VALID: "good",
    SignatureCheck.Verdict.INDETERMINATE: "soon",
    SignatureCheck.Verdict.INVALID: "bad",
}


@require_safe
def self_test(request):
    """Show the steps; the page's own program goes through them."""
    context = {"words": words_for(request.user), "member": request.entrance.member}
    return render(request, "lk_addon/signatures/self_test.html", context)


@require_POST
def trial(request):
    """Verify a trial signature as one of a document is verified."""
    if not within_limit(f"signature-trial:{request.user.pk}", TRIALS, 600):
        return JsonResponse({"error": TOO_MANY}, status=429)
    try:
        done = check_trial(
            words=request.POST.get("words", ""),
            signature=request.POST.get("signature", ""),
            user=request.user,
            member=request.entrance.member,
        )
    except ValidationError as error:
        return JsonResponse({"error": error.messages[0]}, status=422)
    context = {"trial": done, "steps": [step.as_json() for step in done.steps]}
    return JsonResponse(
        {
            "verdict": done.verdict,
            "label": SignatureCheck.Verdict(done.verdict).label.capitalize(),
            "tone": TONES[done.verdict],
            "report": render_to_string("lk_addon/signatures/trial.html", context, request),
        }
    )
