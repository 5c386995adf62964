"""What staff do with a member's submission: take it, ask, reply, decide. The member learns of each by a letter."""

import uuid
from functools import wraps

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from cms.audit import domain as audit
from cms.outbox.domain import enqueue
from lk_addon.cabinet.letters import queue_letter
from lk_addon.correspondence import letters
from lk_addon.correspondence.digests import digest_of
from lk_addon.correspondence.domain.numbering import hold, next_number
from lk_addon.correspondence.domain.sending import register_letter, start_clock
from lk_addon.correspondence.kinds import form_of
from lk_addon.correspondence.letterhead import letter_pdf, paper_name
from lk_addon.correspondence.models import Attachment, Letter, NumberSeries, Thread, ThreadNote
from lk_addon.correspondence.recipients import staff_of
from lk_addon.files.domain.storing import storing

State, Role = Thread.State, Letter.Role


def locked(thread, *states):
    """Return the thread locked, as it is now. Raises ValidationError unless it is in one of ``states``."""
    thread = (
        Thread.objects.select_for_update(no_key=True, of=("self",))
        .select_related("member", "kind", "department", "assignee")
        .get(pk=thread.pk)
    )
    if states and thread.state not in states:
        raise ValidationError(
            f"Сейчас состояние «{thread.get_state_display()}»: это действие невозможно.", code="state"
        )
    return thread


def write_outgoing(
    *, thread, role, text, files=(), actor, fields=None, shown=None, signatory=None, on_letterhead=False, key=None
):
    """Write a letter of the SRO into ``thread`` under the next outgoing number; the caller holds the thread's lock.

    ``signatory`` is {"signatory_name": …, "signatory_position": …}. With ``on_letterhead`` the letter goes on paper
    too: its PDF is the first file. The acts below hand both on as ``paper``.

    Raises ValidationError when the seal that is configured cannot be put.
    """
    now = timezone.now()
    letter = Letter(
        thread=thread,
        direction=Letter.Direction.OUTGOING,
        role=role,
        number=next_number(NumberSeries.Code.OUTGOING, at=now),
        sent_at=now,
        author=actor,
        author_label=thread.department.name if thread.department else "СРО",
        text=text,
        fields=fields or {},
        shown=shown or [],
        key=key or uuid.uuid4(),
        **(signatory or {}),
    )
    with storing(_papers(letter, on_letterhead), member=thread.member, actor=actor) as papers:
        files = [*papers, *files]
        letter.digest = digest_of(letter, files)
        letter.full_clean(exclude=["thread", "author"])  # what we write by ourselves has no author
        letter.save(force_insert=True)
        Attachment.objects.bulk_create(
            Attachment(letter=letter, file=file, place=place) for place, file in enumerate(files, start=1)
        )
        thread.changed_at = now
        thread.save()
        audit.record(
            f"letter.{role}",
            actor=actor,
            obj=letter,
            number=letter.number,
            member=thread.member.registration_number,
            digest=letter.digest,
            files=len(files),
        )
        enqueue("correspondence.told", key=f"correspondence.told:{letter.pk}", letter=str(letter.pk))
    return letter


def lock_to_write(thread):
    """Return the thread locked, and hold what a letter in it takes from before anything is journalled.

    Whoever stores files for the letter first calls this before.
    """
    thread = locked(thread)
    hold(NumberSeries.Code.INCOMING, NumberSeries.Code.OUTGOING)
    return thread


def once(act):
    """Let an act that writes a letter be done once for its ``key``: a second press gets the letter of the first."""

    @wraps(act)
    @audit.act()
    def done(*, thread, key=None, **data):
        thread = lock_to_write(thread)
        sent = Letter.objects.filter(thread=thread, key=key).first() if key else None
        return sent or act(thread=thread, key=key, **data)

    return done


def _papers(letter, on_letterhead):
    if not on_letterhead:
        return []
    paper = letter_pdf(letter, answers=last_submission(letter.thread))
    return [ContentFile(paper, name=paper_name(letter))]


def last_submission(thread):
    """Return the member's letter that the thread is about, in its last version; None where the SRO began."""
    letters = thread.letters.filter(role__in=(Role.SUBMISSION, Role.CORRECTION))
    return letters.select_related("registration", "thread__member").order_by("-version").first()


@transaction.atomic
def assign(*, thread, assignee, actor):
    """Give the thread to an employee (None: to the whole department), who is told by mail.

    A registered one is in work from then on.
    """
    thread = locked(thread, *Thread.OPEN)
    if assignee is not None and not assignee.groups.filter(pk=thread.department_id).exists():
        raise ValidationError({"assignee": "Этот сотрудник не из отдела, который отвечает."}, code="foreign")
    is_new = assignee is not None and assignee != thread.assignee
    thread.assignee = assignee
    if thread.state == State.REGISTERED and assignee is not None:
        thread.state = State.IN_WORK
    thread.save(update_fields=["assignee", "state"])
    audit.record("thread.assigned", actor=actor, obj=thread, assignee=assignee.pk if assignee else None)
    if is_new:
        _tell_given(thread, [assignee], actor)
    return thread


@transaction.atomic
def hand_over(*, thread, department, actor):
    """Give the thread to another department, which is told by mail; nobody of the old one has it any more.

    Raises ValidationError for a department that may not read what members send of this kind.
    """
    thread = locked(thread, *Thread.OPEN)
    thread.department, thread.assignee = department, None
    staff = list(staff_of(thread))
    wanted = form_of(thread.kind.code).reading_permission if thread.kind else ""
    if wanted and not any(person.has_perm(wanted) for person in staff):
        raise ValidationError(
            {"department": "В этом отделе никто не вправе видеть такие документы. Выберите другой отдел."},
            code="closed",
        )
    thread.save(update_fields=["department", "assignee"])
    audit.record("thread.handed_over", actor=actor, obj=thread, department=department.name)
    _tell_given(thread, staff, actor)
    return thread


def _tell_given(thread, staff, actor):
    for person in staff:
        if person != actor:
            queue_letter(letters.GIVEN_TO_STAFF, to=person.email, context={"thread": str(thread.pk)})


@transaction.atomic
def note(*, thread, text, actor):
    """Keep a remark for colleagues; the member never sees it. Returns the note."""
    kept = ThreadNote.objects.create(thread=thread, author=actor, text=text)
    audit.record("thread.noted", actor=actor, obj=thread, note=kept.pk)
    return kept


@transaction.atomic
def register_thread(*, thread, actor):
    """Give every letter of the member that has none its incoming number. Returns the new registrations."""
    thread = locked(thread)
    waiting = thread.letters.filter(direction=Letter.Direction.INCOMING, registration=None).order_by("sent_at", "pk")
    return [register_letter(letter=letter, actor=actor) for letter in waiting]


@once
def ask(*, thread, text, answer_until, files=(), actor, **paper):
    """Ask the member something: until the answer the SRO's clock stands still. Returns the letter."""
    thread = _registered(locked(thread, State.SENT, State.REGISTERED, State.IN_WORK), actor)
    if answer_until < timezone.localdate():
        raise ValidationError({"answer_until": "Срок ответа уже прошёл."})
    thread.state, thread.stopped_on, thread.member_due_on = State.NEED_INFO, timezone.localdate(), answer_until
    return write_outgoing(thread=thread, role=Role.QUESTION, text=text, files=files, actor=actor, **paper)


@once
def reply(*, thread, text, files=(), actor, closes=True, **paper):
    """Answer the member; with ``closes`` the matter is settled by the answer. Returns the letter."""
    thread = _registered(locked(thread, *Thread.OPEN), actor)
    if closes:
        _close(thread, State.ANSWERED)
    letter = write_outgoing(thread=thread, role=Role.REPLY, text=text, files=files, actor=actor, **paper)
    if closes:
        _tell_kind(thread, actor)
    return letter


@once
def decide(*, thread, decision, data, text, files=(), actor, **paper):
    """Settle the submission by a decision of its kind (:class:`~lk_addon.correspondence.kinds.Decision`).

    What the decision changes and the letter that tells of it are one transaction; the letter lists what was written
    (:mod:`.effects`), files that the decision makes stand after ``files``. One that returns the submission leaves the
    thread waiting for the corrected version; where staff write no ``text`` beside the remark of its form, the remark
    is the letter. Returns the letter.
    """
    thread = _registered(locked(thread, *Thread.OPEN), actor)
    submitted = last_submission(thread)
    if not decision.applies(submitted):
        raise ValidationError("Это решение здесь больше не применимо: обновите страницу.", code="state")
    made = decision.act(letter=submitted, actor=actor, **data) or ()
    if decision.returns:
        thread.state, thread.stopped_on, thread.member_due_on = State.NEED_INFO, timezone.localdate(), None
    else:
        _close(thread, State.COMPLETED)
    words = "\n\n".join(filter(None, (text, data.get("remark", ""))))
    return write_outgoing(
        thread=thread,
        role=Role.DECISION,
        text=words,
        files=[*files, *made],
        shown=[["Сделано по решению", effect.said] for effect in submitted.effects.all()],
        actor=actor,
        **paper,
    )


@once
def reject(*, thread, reason, files=(), actor, **paper):
    """Refuse the submission for a reason that the member reads. Returns the letter."""
    thread = _registered(locked(thread, *Thread.OPEN), actor)
    _close(thread, State.REJECTED)
    letter = write_outgoing(thread=thread, role=Role.DECISION, text=reason, files=files, actor=actor, **paper)
    _tell_kind(thread, actor)
    return letter


def _registered(thread, actor):
    """Give what nobody has registered yet its incoming number first, and let a stopped clock go on."""
    register_thread(thread=thread, actor=actor)
    thread.refresh_from_db(fields=["state"])
    if thread.state == State.NEED_INFO:
        start_clock(thread, timezone.localdate())
    return thread


def _close(thread, state):
    thread.state, thread.closed_at = state, timezone.now()
    thread.stopped_on = thread.member_due_on = None


def _tell_kind(thread, actor):
    if thread.kind is not None:
        form_of(thread.kind.code).on_closed(thread=thread, actor=actor)
