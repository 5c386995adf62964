"""Sending what a member wrote. Acknowledged means stored: letter, files, numbers, journal and the tasks that
follow are one transaction, and the receipt is shown after it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cms.audit import domain as audit
from cms.core.faultpoints import reach
from cms.outbox.domain import enqueue
from lk_addon.correspondence.deadlines import answer_due, moved_due
from lk_addon.correspondence.digests import digest_of
from lk_addon.correspondence.domain.drafts import demand_changeable, demand_open_for, locked
from lk_addon.correspondence.domain.numbering import hold, next_number
from lk_addon.correspondence.kinds import form_of
from lk_addon.correspondence.models import (
    AttachedSignature,
    Attachment,
    Draft,
    Letter,
    NumberSeries,
    Registration,
    Thread,
)
from lk_addon.correspondence.signing import demand_signatures
from lk_addon.files.models import StoredFile

State, Role, Code = Thread.State, Letter.Role, NumberSeries.Code


@audit.act()
def send(*, draft_id, form, author_label, actor):
    """Send the draft as ``form`` (valid) has it, once: the second call with the same draft returns the first letter.

    Returns the :class:`Letter`. Raises ValidationError, and nothing is sent, when the kind is not taken in, files or
    signatures are missing or refused, or the kind itself refuses.
    """
    sent = Letter.objects.filter(key=draft_id, thread__member=form.member).first()
    if sent is not None:
        return sent
    try:
        draft = locked(draft_id, form.member)
    except Draft.DoesNotExist:  # another request has sent it while this one waited for the lock
        return Letter.objects.get(key=draft_id, thread__member=form.member)
    if draft.thread is None and not draft.kind.is_on:  # what has begun is brought to its end
        raise ValidationError(draft.kind.off_message or "Сейчас это не принимается.", code="off")
    files = list(draft.files.filter(signs=None).select_related("file").order_by("added_at", "pk"))
    if draft.role != Role.ANSWER:
        _demand_files(draft, files)
    _demand_clean(draft)
    demand_signatures(draft=draft, files=files, form=form)
    letter = _write(draft, form, files, author_label, actor)
    if draft.role != Role.ANSWER:  # the answer to a question has no fields of the kind
        form_of(draft.kind.code).on_sent(letter=letter, cleaned_data=form.cleaned_data, actor=actor)
    _register_itself(letter)
    enqueue("correspondence.sent", key=f"correspondence.sent:{letter.pk}", letter=str(letter.pk))
    draft.delete()
    reach("sending.written")
    return letter


def _hold_numbers(kind):
    hold(Code.RECEIPT, *([Code.INCOMING] if kind.registers_itself else []))


def _register_itself(letter):
    """Give the letter its incoming number where the kind wants no employee for that."""
    if letter.thread.kind.registers_itself:
        register_letter(letter=letter, actor=None)


def _demand_files(draft, files):
    wanted = draft.kind.files_wanted
    if len(files) < wanted:
        raise ValidationError(
            "Приложите документ." if wanted == 1 else f"Приложите файлов не меньше, чем {wanted}.", code="files"
        )


def _demand_clean(draft):
    """Refuse what the antivirus has found infected; a file that still waits for it goes, and is given to nobody."""
    infected = draft.files.filter(file__scan=StoredFile.Scan.INFECTED).values_list("file__name", flat=True)
    problems = [f"«{name}»: антивирус нашёл вредоносную программу. Уберите файл." for name in infected]
    if problems:
        raise ValidationError(problems, code="infected")


def _write(draft, form, files, author_label, actor):
    now = timezone.now()
    envelope = form.envelope()
    subject = envelope.pop("subject", "") or draft.kind.title
    thread = _thread(draft, subject, form, now)
    _hold_numbers(draft.kind)
    versions = thread.letters.filter(role__in=(Role.SUBMISSION, Role.CORRECTION)).count()
    letter = Letter(
        thread=thread,
        direction=Letter.Direction.INCOMING,
        role=draft.role,
        version=versions + 1 if draft.role == Role.CORRECTION else 1,
        number=next_number(Code.RECEIPT, at=now),
        sent_at=now,
        author=actor,
        author_label=author_label,
        fields=form.stored(),
        shown=[*form.shown(), *_put_to_items(form, files)],
        key=draft.pk,
        **envelope,
    )
    letter.digest = digest_of(letter, [row.file for row in files])
    letter.full_clean(exclude=["thread"])
    letter.save(force_insert=True)
    _attach(letter, files)
    audit.record(
        "letter.sent",
        actor=actor,
        obj=letter,
        number=letter.number,
        kind=draft.kind.code,
        member=draft.member.registration_number,
        digest=letter.digest,
        files=len(files),
    )
    return letter


def _put_to_items(form, files):
    """Return which files were put to which item of the form's own list, as the letter says it."""
    names = {}
    for row in files:
        names.setdefault(row.item, []).append(f"«{row.file.name}»")
    return [[item.label, ", ".join(names[item.code])] for item in form.items() if item.code in names]


def _thread(draft, subject, form, now):
    """Return the thread to write in: a new one, or the draft's own, set going again."""
    if draft.thread is None:
        wants_answer = form_of(draft.kind.code).wants_answer
        return Thread.objects.create(
            member=draft.member,
            kind=draft.kind,
            subject=subject,
            state=State.SENT,
            opened_at=now,
            changed_at=now,
            department=draft.kind.department,
            due_on=answer_due(form.terms, timezone.localdate(now)) if wants_answer else None,
        )
    thread = Thread.objects.select_for_update(no_key=True).get(pk=draft.thread_id)
    demand_open_for(thread, draft.role)
    if thread.state == State.NEED_INFO:
        start_clock(thread, timezone.localdate(now))
    thread.changed_at = now
    thread.save()
    return thread


def start_clock(thread, today):
    """Let the SRO's term go on: by as many working days as it stood still (not saved)."""
    thread.due_on = moved_due(thread.due_on, thread.stopped_on, today)
    thread.stopped_on = thread.member_due_on = None
    thread.state = State.IN_WORK


def _attach(letter, files):
    attachments = Attachment.objects.bulk_create(
        Attachment(letter=letter, file=row.file, place=place, item=row.item) for place, row in enumerate(files, start=1)
    )
    AttachedSignature.objects.bulk_create(
        AttachedSignature(attachment=attachment, file=signature.file)
        for attachment, row in zip(attachments, files, strict=True)
        for signature in row.signatures.select_related("file")
    )


@transaction.atomic
def register_letters(*, letters, actor):
    """Give these letters their incoming numbers in the order in which they were sent, all or none.

    Their threads are locked first, always in one order: two employees who register at once wait and do not collide.
    Returns the registrations.
    """
    keys = {letter.thread_id for letter in letters}
    list(Thread.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=keys).order_by("pk"))
    hold(Code.INCOMING)
    ordered = sorted(letters, key=lambda letter: (letter.sent_at, letter.pk))
    return [register_letter(letter=letter, actor=actor) for letter in ordered]


@transaction.atomic
def register_letter(*, letter, actor):
    """Give a member's letter its incoming number; done twice it changes nothing. Returns the Registration."""
    thread = Thread.objects.select_for_update(no_key=True).get(pk=letter.thread_id)
    known = Registration.objects.filter(letter=letter).first()
    if known is not None:
        return known
    if not letter.is_incoming:
        raise ValidationError("Входящий номер получают только письма членов СРО.", code="direction")
    registration = Registration.objects.create(letter=letter, number=next_number(Code.INCOMING), by=actor)
    if thread.state == State.SENT:
        thread.state = State.REGISTERED
        thread.save(update_fields=["state"])
    audit.record(
        "letter.registered",
        actor=actor,
        obj=letter,
        number=registration.number,
        receipt=letter.number,
        member=thread.member.registration_number,
    )
    return registration


@audit.act()
def withdraw(*, thread, reason, author_label, actor):
    """Take a submission back before it is settled; the letter stays, another says that it is withdrawn."""
    thread = (
        Thread.objects.select_for_update(no_key=True, of=("self",)).select_related("member", "kind").get(pk=thread.pk)
    )
    if thread.kind is None or not thread.is_open:
        raise ValidationError("Отозвать можно только то, по чему ещё нет решения.", code="state")
    demand_changeable(thread)
    _hold_numbers(thread.kind)
    now = timezone.now()
    letter = Letter(
        thread=thread,
        direction=Letter.Direction.INCOMING,
        role=Role.WITHDRAWAL,
        number=next_number(Code.RECEIPT, at=now),
        sent_at=now,
        author=actor,
        author_label=author_label,
        text=reason,
    )
    letter.digest = digest_of(letter, [])
    letter.save(force_insert=True)
    thread.state, thread.closed_at, thread.changed_at = State.WITHDRAWN, now, now
    thread.stopped_on = thread.member_due_on = None
    thread.save()
    audit.record(
        "thread.withdrawn", actor=actor, obj=thread, number=letter.number, member=thread.member.registration_number
    )
    _register_itself(letter)
    form_of(thread.kind.code).on_closed(thread=thread, actor=actor)
    enqueue("correspondence.sent", key=f"correspondence.sent:{letter.pk}", letter=str(letter.pk))
    return letter
