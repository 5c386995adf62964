"""Forms of the kinds of submission. The room that knows the matter registers its form in its ``lk_setup.py``.

A kind's row (:class:`~lk_addon.correspondence.models.SubmissionKind`) says what staff may change: title, terms,
signature, files, department. Its form here says what is asked and what follows from sending.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import Q

from lk_addon.correspondence.forms.base import SubmissionForm


def nothing(**kwargs):
    """Do nothing: most kinds only start a thread."""


def nothing_follows(letter):
    """Return nothing: most kinds lead nowhere else."""


def never_final(thread):
    """Return nothing: what was sent may be corrected and taken back until it is settled."""


@dataclass(frozen=True)
class Decision:
    """An act by which staff settle a submission and change what the SRO keeps, e.g. «Внести в реестр».

    ``act(letter=…, actor=…, **cleaned_data)`` is called in the transaction that closes the thread; a ValidationError
    undoes both and is shown. It may return the files (StoredFile) that it made: they go with the letter that tells of
    the decision. ``form`` is built with ``form(letter=…, data=…)``; ``applies(letter)`` tells whether it is offered.
    One that ``returns`` settles nothing: the thread waits for the member's corrected version.
    """

    code: str
    label: str
    act: Callable
    form: type | None = None
    permission: str = "correspondence.decide_thread"
    explanation: str = ""
    returns: bool = False
    applies: Callable = field(default=lambda letter: True)


@dataclass(frozen=True)
class FormOfKind:
    """What is asked for a kind, and what follows.

    ``form`` is a :class:`SubmissionForm`; ``template`` shows it; ``on_sent(letter=…, cleaned_data=…, actor=…)`` runs in
    the transaction of sending, a ValidationError of it refuses the sending; ``on_closed(thread=…, actor=…)`` runs
    when the thread is settled without a decision of its own, or withdrawn. ``leads_to(letter)`` returns what the
    sender may do next, as ``words`` and ``address``, where something follows. ``reading_permission`` is what staff
    must hold to see what members send of this kind, where it is more than working in the department.
    ``sending_permission`` is what a representative must hold to send it, beside that of submitting.
    ``why_final(thread)`` says why what was sent can neither be corrected nor taken back, and nothing while it can.
    ``sealed()`` returns the condition on threads that nobody of the SRO sees yet, whatever they may see otherwise.
    The SRO owes an answer within the kind's term where it ``wants_answer``.
    """

    code: str
    form: type = SubmissionForm
    template: str = "lk_addon/correspondence/form.html"
    on_sent: Callable = nothing
    on_closed: Callable = nothing
    decisions: tuple[Decision, ...] = ()
    reading_permission: str = ""
    sending_permission: str = ""
    why_final: Callable = never_final
    sealed: Callable | None = None
    wants_answer: bool = True
    leads_to: Callable = nothing_follows


_forms = {}


def register(form_of_kind):
    """Add it. Raises ValueError when its kind has a form already."""
    if form_of_kind.code in _forms:
        raise ValueError(f"the kind {form_of_kind.code!r} has a form already")
    _forms[form_of_kind.code] = form_of_kind


def form_of(code):
    """Return the :class:`FormOfKind` of that code, the plain form where none is registered."""
    return _forms.get(code) or FormOfKind(code)


def kinds_closed_to(user):
    """Return the codes of kinds of which ``user`` of the staff may see nothing that members send."""
    asked = ((kind.code, kind.reading_permission) for kind in _forms.values())
    return [code for code, permission in asked if permission and not user.has_perm(permission)]


def sealed_threads():
    """Return the condition on threads that nobody of the SRO sees yet."""
    sealed = Q(pk__in=[])
    for kind in _forms.values():
        if kind.sealed:
            sealed |= kind.sealed()
    return sealed
