"""«Внести в реестр»: the chosen changes of a signed application go into the register (REQ-3.2.1.S1)."""

from datetime import date as day
from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from lk_addon.cabinet.widgets import DayInput
from lk_addon.correspondence.domain.effects import named, note_effect
from lk_addon.correspondence.kinds import Decision
from lk_addon.correspondence.models import AttachedSignature
from lk_addon.correspondence.register_parts import (
    ADDRESS,
    HEADS,
    LEVEL,
    RIGHT,
    Change,
    is_level,
    is_right,
    present,
    words,
)
from lk_addon.correspondence.rules import may_enter_change
from lk_addon.registry.domain import rights
from lk_addon.registry.domain.levels import set_level
from lk_addon.registry.domain.membership import correct_entry
from lk_addon.registry.models import Member, MemberHead, RightDecision
from lk_addon.signatures.models import SignatureCheck
from lk_addon.signatures.queries import last_checks

Kind = RightDecision.Kind
DAY = timedelta(days=1)
COUNCIL = ("since", "body", "protocol_no", "date")
VERBS = {Kind.GRANT: rights.grant_right, Kind.RESUME: rights.resume_right, Kind.TERMINATE: rights.terminate_right}


def changes_of(letter):
    """Return what the letter asks to change, as :class:`~…register_parts.Change`."""
    return [Change(**kept) for kept in letter.fields.get("changes", [])]


class EnterForm(forms.Form):
    """Which of the changes go into the register, and the minutes behind those of levels and rights."""

    items = forms.MultipleChoiceField(
        label="Что внести",
        widget=forms.CheckboxSelectMultiple,
        help_text="Внесётся только отмеченное. Остальное объясните в тексте решения.",
    )
    since = forms.DateField(label="Уровень и право — с какого дня", widget=DayInput, required=False)
    body = forms.CharField(label="Кто принял решение", max_length=200, required=False)
    protocol_no = forms.CharField(label="Протокол №", max_length=50, required=False)
    date = forms.DateField(label="Дата решения", widget=DayInput, required=False)

    def __init__(self, *args, letter, **kwargs):
        super().__init__(*args, **kwargs)
        self.changes = {change.part: change for change in changes_of(letter)}
        now = present(Member.objects.get(pk=letter.thread.member_id))
        fresh = [part for part, change in self.changes.items() if now.get(part) == change.before]
        self.fields["items"].choices = [(part, _line(change, now.get(part))) for part, change in self.changes.items()]
        self.initial = {"items": fresh, "since": timezone.localdate(), "body": "Совет СРО"} | self.initial
        if all(change.is_of_entry for change in self.changes.values()):
            for name in COUNCIL:
                del self.fields[name]

    def clean(self):
        """Want the minutes where a level or a right is decided upon."""
        cleaned = super().clean()
        chosen = [self.changes[part] for part in cleaned.get("items", [])]
        if not all(change.is_of_entry for change in chosen):
            for name in COUNCIL:
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, "Для уровня и права нужно решение: кто принял, протокол и дни.")
        return cleaned


def _line(change, now):
    line = f"{change.label}: {change.old} → {change.new}"
    return line if now == change.before else f"{line}. Сейчас в реестре другое: {words(change.part, now)}"


@transaction.atomic
def enter_in_register(*, letter, actor, items, since=None, body="", protocol_no="", date=None):
    """Enter the changes of ``letter`` whose parts are ``items``; levels and rights begin on ``since`` by the minutes.

    Every row that is written names the letter as its ground and is linked with it. Raises ValidationError, and
    nothing is entered, where the register says something else than it did when the application was sent, where the
    register itself refuses, where a signature was found to be bad since the application was sent, and where
    ``actor`` has no right to such a change.
    """
    member = Member.objects.select_for_update(no_key=True).get(pk=letter.thread.member_id)
    chosen = [change for change in changes_of(letter) if change.part in items]
    if not chosen:
        raise ValidationError("Отметьте хотя бы одно изменение.", code="nothing")
    _demand_rights(chosen, actor)
    _refuse_bad_signatures(letter)
    _refuse_stale(chosen, present(member))
    _enter_entry([change for change in chosen if change.is_of_entry], member, letter, actor)
    minutes = {"body": body, "protocol_no": protocol_no, "date": date, "effective_from": since}
    for change in chosen:
        if is_level(change.part):
            _enter_level(change, member, letter, minutes, actor)
    _enter_rights([change for change in chosen if is_right(change.part)], member, letter, minutes, actor)


def _demand_rights(chosen, actor):
    barred = [change.label for change in chosen if not may_enter_change(actor, change.part)]
    if barred:
        raise ValidationError(
            f"У вас нет права изменять: {'; '.join(barred)}. Передайте обращение отделу реестра.", code="right"
        )


def _refuse_bad_signatures(letter):
    """Each signature is checked once more after the sending, and again while its verdict is open."""
    signatures = AttachedSignature.objects.filter(attachment__letter=letter).values_list("file", flat=True)
    checks = last_checks(signatures).values()
    if any(check.verdict == SignatureCheck.Verdict.INVALID for check in checks):
        raise ValidationError(
            "Подпись заявления неверна, по нему ничего не вносят. Откажите или попросите исправленное заявление.",
            code="signature",
        )


def _refuse_stale(chosen, now):
    stale = [
        f"Реестр изменён после подачи заявления. {change.label}: в заявлении было «{change.old}», "
        f"в реестре теперь «{words(change.part, now.get(change.part))}»."
        for change in chosen
        if now.get(change.part) != change.before
    ]
    if stale:
        advice = "Снимите отметку с этих изменений или попросите члена СРО подать исправленное заявление."
        raise ValidationError([*stale, advice], code="stale")


def _enter_entry(changes, member, letter, actor):
    """Correct the entry by all changes at once: they become one version of it."""
    if not changes:
        return
    for change in changes:
        if change.part == HEADS:
            member.heads = _heads(member, change.after)
        elif change.part == ADDRESS:
            vars(member).update(change.after)
        else:
            setattr(member, change.part, change.after)
    event_on = day.fromisoformat(letter.fields["event_on"])
    correct_entry(
        member=member,
        actor=actor,
        ground=named(letter),
        event_on=event_on,
        reported_on=max(event_on, timezone.localdate(letter.thread.opened_at)),
    )
    note_effect(letter=letter, row=member.changes.first(), said="; ".join(change.label for change in changes))


def _heads(member, new):
    """Return the heads with the new one; the authority of the one before ends on the eve."""
    since = day.fromisoformat(new["since"])
    heads = list(member.heads.all())
    for head in heads:
        if head.pk == new["instead_of"]:
            head.until = since - DAY
    return [*heads, MemberHead(full_name=new["full_name"], position=new["position"], since=since)]


def _enter_level(change, member, letter, minutes, actor):
    row = set_level(
        member=member,
        fund=change.part.removeprefix(LEVEL),
        number=change.after,
        since=minutes["effective_from"],
        document=f"{RightDecision(**minutes).document}; {named(letter)}",
        actor=actor,
    )
    note_effect(letter=letter, row=row, said=f"{change.label}: {change.new}")


def _enter_rights(changes, member, letter, minutes, actor):
    """Take one decision for all categories of which the same is asked."""
    ground = {"actor": actor, "text": named(letter)} | minutes
    for kind in (Kind.TERMINATE, Kind.RESUME, Kind.GRANT, Kind.LIFT):
        asked = [change for change in changes if change.after == kind]
        if not asked:
            continue
        if kind == Kind.LIFT:
            rows = rights.lift_restriction(member=member, **ground)
        else:
            categories = [change.part.removeprefix(RIGHT) for change in asked]
            rows = VERBS[kind](member=member, categories=categories, **ground)
        for row in rows:
            note_effect(letter=letter, row=row, said=f"{row.category_short}: {row.get_kind_display()}")


ENTER = Decision(
    code="enter",
    label="Внести в реестр",
    act=enter_in_register,
    form=EnterForm,
    explanation=(
        "Отмеченные изменения внесутся в реестр сейчас, с датой и основанием: заявлением. Если реестр после подачи "
        "изменился, внесение будет отклонено."
    ),
)
