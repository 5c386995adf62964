"""What follows from the yearly notice of obligations."""

from django.core.exceptions import ValidationError

from lk_addon.contracts.domain.notices import accept_notice, return_notice, submit_notice
from lk_addon.contracts.models import ObligationNotice
from lk_addon.contracts.submissions.notice_form import FIGURES, ObligationNoticeForm
from lk_addon.correspondence.domain.effects import note_effect
from lk_addon.correspondence.forms.fields import RemarkForm
from lk_addon.correspondence.kinds import Decision, FormOfKind
from lk_addon.correspondence.models import Thread


def take_in(*, letter, cleaned_data, actor):
    """Keep the figures as the member's notice of the year."""
    totals = {name: cleaned_data[name] for name in FIGURES}
    submit_notice(letter=letter, year=cleaned_data["year"], totals=totals, actor=actor)


def notice_of(letter):
    """Return the notice of the year that ``letter`` tells of. Raises ValidationError where there is none."""
    notice = ObligationNotice.objects.filter(member=letter.thread.member, year=letter.fields["year"]).first()
    if notice is None:
        raise ValidationError("Уведомления за этот год нет.", code="gone")
    return notice


def accept(*, letter, actor):
    """Accept the notice."""
    notice = accept_notice(notice=notice_of(letter), letter=letter, actor=actor)
    note_effect(letter=letter, row=notice, said=f"{notice} принято")


def send_back(*, letter, remark, actor):
    """Return the notice for the ``remark``."""
    return_notice(notice=notice_of(letter), letter=letter, actor=actor)


def release(*, thread, actor):
    """Await the notice again when its letter is withdrawn or refused."""
    if thread.state in (Thread.State.WITHDRAWN, Thread.State.REJECTED):
        waiting = ObligationNotice.objects.filter(letter__thread=thread, state=ObligationNotice.State.SUBMITTED)
        for notice in waiting.select_related("letter"):
            return_notice(notice=notice, letter=notice.letter, actor=actor)


OBLIGATION_NOTICE = FormOfKind(
    "obligation_notice",
    ObligationNoticeForm,
    template="lk_addon/contracts/submissions/notice.html",
    on_sent=take_in,
    on_closed=release,
    decisions=(
        Decision(
            "accept",
            "Принять уведомление",
            act=accept,
            permission="contracts.change_contract",
            explanation="Цифры года останутся как есть. Журнал договоров от этого не меняется.",
        ),
        Decision(
            "return",
            "Вернуть с замечаниями",
            act=send_back,
            form=RemarkForm,
            permission="contracts.change_contract",
            explanation="Член СРО исправит уведомление и пришлёт снова; срок ответа СРО остановится.",
            returns=True,
        ),
    ),
)
