"""«Обращения» and «Документы»: what may be sent, and for what a signature is needed (REQ-3.1, REQ-3.2)."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from lk_addon.correspondence.kinds import form_of
from lk_addon.correspondence.models import SignaturePolicy, SubmissionKind
from lk_addon.correspondence.queries import drafts_of, employee_in, kinds_with_terms
from lk_addon.correspondence.rules import may_write

#: Requests that the regulation names among the documents as well (п. 3.2.2).
ALSO_DOCUMENTS = {"extract", "accounting", "general"}
GROUPS = (
    (SignaturePolicy.REQUIRED, "С электронной подписью", "3.2.1"),
    (SignaturePolicy.OPTIONAL, "Подпись не обязательна", "3.2.2"),
    (SignaturePolicy.NONE, "Без подписи", "3.2.2"),
)


@require_safe
def requests(request):
    """Show the kinds of request."""
    kinds = [kind for kind in kinds_with_terms() if kind.section == SubmissionKind.Section.REQUEST]
    return _page(request, title="Обращения", clause="3.1", kinds=kinds, lead=(
        "Вопрос или просьба к СРО. Ответ придёт в «Переписку», о нём скажет письмо без подробностей."
    ))  # fmt: skip


@require_safe
def documents(request):
    """Show the kinds of document."""
    kinds = [
        kind
        for kind in kinds_with_terms()
        if kind.section == SubmissionKind.Section.DOCUMENT or kind.code in ALSO_DOCUMENTS
    ]
    return _page(request, title="Документы", clause="3.2", kinds=kinds, lead=(
        "Документы, которые подают через кабинет. Одни принимаются только с электронной подписью, другие и без неё."
    ))  # fmt: skip


def _page(request, **context):
    kinds = [kind for kind in context.pop("kinds") if kind.terms_now]
    for kind in kinds:
        kind.wants_answer = form_of(kind.code).wants_answer
    groups = [
        (title, clause, [kind for kind in kinds if kind.terms_now[0].signature_policy == policy])
        for policy, title, clause in GROUPS
    ]
    begun = drafts_of(request.entrance.member, employee_in(request)).filter(thread=None)
    context |= {
        "groups": [group for group in groups if group[2]],
        "may_write": may_write(request.entrance),
        "draft_count": begun.count(),
    }
    return render(request, "lk_addon/correspondence/kinds.html", context)
