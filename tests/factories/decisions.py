"""Submissions with signed files, and decisions upon them, as the cabinet and the back office make them."""

from django.utils import timezone

from lk_addon.correspondence.domain.answering import decide
from lk_addon.correspondence.domain.drafts import add_file
from lk_addon.correspondence.domain.sending import send
from lk_addon.correspondence.kinds import form_of
from lk_addon.signatures.models import SignatureCheck
from tests.factories.correspondence import draft, filled_form, stored_file

SIGNATORY = {
    "signatory_name": "Образцов Олег Олегович",
    "signatory_position": "Генеральный директор",
    "signatory_basis": "Устав",
}


def signed_letter(
    user,
    member,
    *,
    code,
    verdict=SignatureCheck.Verdict.VALID,
    label="NSS-0901-1",
    thread=None,
    role="submission",
    **values,
):
    """A letter of ``member`` with one document whose signature was checked with that verdict."""
    form = filled_form(member, code=code, **(SIGNATORY | values))
    begun = draft(user, member, code=code, label=label, thread=thread, role=role)
    document = stored_file(member, name="заявление.pdf", user=user)
    signature = stored_file(member, name="заявление.pdf.sig", content=b"signature", user=user)
    add_file(draft=begun, file=signature, signs=add_file(draft=begun, file=document))
    SignatureCheck.objects.create(
        document=document,
        signature=signature,
        member=member,
        signatory_name=form.cleaned_data["signatory_name"],
        reference_time=timezone.now(),
        finished_at=timezone.now(),
        verdict=verdict,
    )
    return send(draft_id=begun.pk, form=form, author_label=label, actor=user)


def decision_of(code, number=0):
    """The decision that staff are offered for a kind."""
    return form_of(code).decisions[number]


def decided(letter, actor, *, number=0, text="Решение принято.", **data):
    """Take the decision of the letter's kind with what its form makes of ``data``. Returns the letter about it."""
    decision = decision_of(letter.thread.kind.code, number)
    cleaned = {}
    if decision.form:
        form = decision.form(letter=letter, data=data)
        assert form.is_valid(), form.errors
        cleaned = form.cleaned_data
    return decide(thread=letter.thread, decision=decision, data=cleaned, text=text, actor=actor)
