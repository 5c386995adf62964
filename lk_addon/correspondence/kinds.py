"""Forms of the kinds of submission. The room that knows the matter registers its form in its ``lk_setup.py``.

A kind's row (:class:`~lk_addon.correspondence.models.SubmissionKind`) says what staff may change: title, terms,
signature, files, department. Its form here says what is asked and what follows from sending.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from lk_addon.correspondence.forms.base import SubmissionForm


def nothing(**kwargs):
    """Do nothing: most kinds only start a thread."""


@dataclass(frozen=True)
class Decision:
    """An act by which staff settle a submission and change what the SRO keeps, e.g. «Внести в реестр».

    ``act(letter=…, actor=…, **cleaned_data)`` is called in the transaction that closes the thread; a ValidationError
    undoes both and is shown. ``form`` is built with ``form(letter=…, data=…)``; ``applies(letter)`` tells whether
    it is offered.
    """

    code: str
    label: str
    act: Callable
    form: type | None = None
    permission: str = "correspondence.decide_thread"
    explanation: str = ""
    applies: Callable = field(default=lambda letter: True)


@dataclass(frozen=True)
class FormOfKind:
    """What is asked for a kind, and what follows.

    ``form`` is a :class:`SubmissionForm`; ``template`` shows it; ``on_sent(letter=…, cleaned_data=…, actor=…)`` runs in
    the transaction of sending, a ValidationError of it refuses the sending; ``on_closed(thread=…, actor=…)`` runs
    when the thread is settled without a decision of its own.
    """

    code: str
    form: type = SubmissionForm
    template: str = "lk_addon/correspondence/form.html"
    on_sent: Callable = nothing
    on_closed: Callable = nothing
    decisions: tuple[Decision, ...] = ()


_forms = {}


def register(form_of_kind):
    """Add it. Raises ValueError when its kind has a form already."""
    if form_of_kind.code in _forms:
        raise ValueError(f"the kind {form_of_kind.code!r} has a form already")
    _forms[form_of_kind.code] = form_of_kind


def form_of(code):
    """Return the :class:`FormOfKind` of that code, the plain form where none is registered."""
    return _forms.get(code) or FormOfKind(code)
