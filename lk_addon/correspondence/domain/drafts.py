"""Drafts: begun, kept as they are typed, given files, thrown away (REQ-3.2)."""

import uuid

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cms.audit import domain as audit
from lk_addon.correspondence.forms.base import SubmissionForm
from lk_addon.correspondence.kinds import form_of
from lk_addon.correspondence.models import Draft, DraftFile, Letter, Thread
from lk_addon.files.accepted import SIGNATURES
from lk_addon.files.models import StoredFile
from lk_addon.signatures.domain.checking import request_check
from lk_addon.signatures.queries import last_checks

Role = Letter.Role
VERSIONS = (Role.SUBMISSION, Role.CORRECTION)
MOST_FILES = 200  # in one draft


class AlreadySentError(Exception):
    """The draft has been sent meanwhile; ``letter`` is what became of it."""

    def __init__(self, letter):
        self.letter = letter


@transaction.atomic
def begin_draft(*, member, kind, author_label, actor, thread=None, role=Role.SUBMISSION, fields=None, draft_id=None):
    """Begin to write: something new of ``kind``, or in ``thread`` a correction or an answer.

    A page that was open before its draft was kept gives the ``draft_id`` it was made with: the second call finds what
    the first began. Raises ValidationError for something new of a kind that is not taken in now and for a thread that
    takes no such letter, AlreadySentError for a draft that is a letter by now, Draft.DoesNotExist for an id that
    belongs to another member.
    """
    if thread is None and not kind.is_on:  # what has begun is brought to its end
        raise ValidationError(kind.off_message or "Сейчас это не принимается.", code="off")
    if thread is not None:
        demand_open_for(thread, role)
    draft, is_new = Draft.objects.get_or_create(
        pk=draft_id or uuid.uuid4(),
        defaults={
            "member": member,
            "kind": kind,
            "thread": thread,
            "role": role,
            "author": actor,
            "author_label": author_label,
            "fields": fields or {},
        },
    )
    if draft.member_id != member.pk or draft.kind_id != kind.pk:
        raise Draft.DoesNotExist
    if is_new:  # asked after the row was written: a sending that went on beside this has ended by now
        demand_unsent(draft.pk, member)
    return draft


def demand_unsent(draft_id, member):
    """Raise AlreadySentError where a letter of ``member`` has come of the draft, Draft.DoesNotExist where another's."""
    letter = Letter.objects.filter(key=draft_id).select_related("thread").first()
    if letter is None:
        return
    if letter.thread.member_id != member.pk:
        raise Draft.DoesNotExist
    raise AlreadySentError(letter)


@transaction.atomic
def write_on(*, thread, role, author_label, actor):
    """Begin an answer or a correction in ``thread``, or return the one that somebody of the member has begun.

    A correction begins with what the last version said and with its files, so that only what is wrong is changed.
    Raises ValidationError where the thread takes no such letter.
    """
    thread = (
        Thread.objects.select_for_update(no_key=True, of=("self",)).select_related("kind", "member").get(pk=thread.pk)
    )
    demand_open_for(thread, role)
    begun = Draft.objects.filter(thread=thread, role=role).first()
    if begun is not None:
        return begun
    corrects = role == Role.CORRECTION
    last = thread.letters.filter(role__in=VERSIONS).order_by("-version").first() if corrects else None
    draft = begin_draft(
        member=thread.member,
        kind=thread.kind,
        thread=thread,
        role=role,
        fields=_fields_of(last) if corrects else None,
        author_label=author_label,
        actor=actor,
    )
    if corrects:
        _copy_files(last, draft)
    return draft


def _fields_of(letter):
    """Return what a letter said as a draft keeps it."""
    values = {name: getattr(letter, name) for name in SubmissionForm.ENVELOPE if name != "subject"}
    said = {name: str(value) for name, value in values.items() if value}
    return {"subject": letter.thread.subject} | said | letter.fields


def _copy_files(letter, draft):
    for attachment in letter.attachments.select_related("file").prefetch_related("signatures"):
        if attachment.file.scan != StoredFile.Scan.INFECTED:
            row = DraftFile.objects.create(draft=draft, file=attachment.file, item=attachment.item)
            for signature in attachment.signatures.all():
                DraftFile.objects.create(draft=draft, file_id=signature.file_id, signs=row)


def demand_open_for(thread, role):
    """Raise ValidationError unless a letter of this role may be written in ``thread`` as it stands."""
    if role == Role.ANSWER and thread.state != Thread.State.NEED_INFO:
        raise ValidationError("СРО сейчас не ждёт ответа в этой переписке.", code="state")
    if role == Role.CORRECTION and not thread.is_open:
        raise ValidationError("По этому обращению уже есть решение: подайте новое.", code="state")
    if role == Role.CORRECTION:
        demand_changeable(thread)


def demand_changeable(thread):
    """Raise ValidationError where its kind says that what was sent stays as it is."""
    reason = form_of(thread.kind.code).why_final(thread)
    if reason:
        raise ValidationError(reason, code="final")


def locked(draft_id, member):
    """Return the draft of ``member`` locked, as it is now. Raises Draft.DoesNotExist once it was sent or discarded."""
    return (
        Draft.objects.select_for_update(no_key=True, of=("self",))
        .select_related("kind", "thread", "member")
        .get(pk=draft_id, member=member)
    )


@transaction.atomic
def save_draft(*, draft, fields, version):
    """Keep what was typed. ``version`` is the one that the page was opened with.

    Raises ValidationError when a colleague or another tab has saved something else since: nothing of theirs is
    overwritten. What is kept already is not kept again: a second click is no other version.
    """
    draft = locked(draft.pk, draft.member)
    if draft.fields == fields:
        return draft
    if draft.version != version:
        raise ValidationError(
            "Черновик тем временем изменён в другой вкладке или коллегой: откройте его заново.", code="version"
        )
    draft.fields, draft.version, draft.updated_at = fields, draft.version + 1, timezone.now()
    draft.save(update_fields=["fields", "version", "updated_at"])
    return draft


@transaction.atomic
def add_file(*, draft, file, item="", signs=None):
    """Put a stored file of the member to the draft; ``signs`` is the draft's file of which it is the signature.

    One that lies there already stays as it is. Raises ValidationError for a foreign file, one of another draft, a
    kind of file that is not taken, and one too many.
    """
    draft = locked(draft.pk, draft.member)
    file = StoredFile.objects.select_for_update(no_key=True, of=("self",)).get(pk=file.pk)  # put to one draft at a time
    if file.member_id != draft.member_id:
        raise ValidationError("Этот файл загружен для другой организации.", code="foreign")
    there = DraftFile.objects.filter(file=file).first()
    if there is not None:
        if there.draft_id == draft.pk:
            return there
        raise ValidationError("Этот файл уже приложен к другому черновику.", code="elsewhere")
    if draft.files.count() >= MOST_FILES:
        raise ValidationError(f"В одной подаче не больше {MOST_FILES} файлов.", code="many")
    if signs is not None and signs.draft_id != draft.pk:
        raise ValidationError("Подписанный файл не из этого черновика.", code="foreign")
    extensions = draft.kind.extensions if signs is None else SIGNATURES
    if file.extension not in extensions:
        allowed = ", ".join(extension.upper() for extension in extensions)
        raise ValidationError(f"Такие файлы здесь не принимаются. Можно: {allowed}.", code="type")
    return DraftFile.objects.create(draft=draft, file=file, item=item, signs=signs)


@transaction.atomic
def ask_checks(*, draft, signatory_name, actor):
    """Have every signature of the draft checked whose last check asked about another signatory, or which has none.

    The reference time is now: once it is sent, the time of receipt is asked about (REQ-3.2.1).
    """
    draft = locked(draft.pk, draft.member)
    signatures = draft.files.exclude(signs=None).select_related("file", "signs__file")
    checks = last_checks([row.file_id for row in signatures])
    for row in signatures:
        check = checks.get(row.file_id)
        if check is None or check.signatory_name != signatory_name:
            request_check(
                document=row.signs.file,
                signature=row.file,
                member=draft.member,
                signatory_name=signatory_name,
                reference_time=timezone.now(),
                actor=actor,
            )


@transaction.atomic
def remove_file(*, draft, file):
    """Take a file out of the draft, its signatures too; the stored bytes go when nothing needs them any more."""
    draft = locked(draft.pk, draft.member)
    draft.files.filter(pk=file.pk).delete()


@transaction.atomic
def discard_draft(*, draft, actor):
    """Throw a draft away; what was sent is never touched."""
    draft = locked(draft.pk, draft.member)
    audit.record(
        "draft.discarded", actor=actor, obj=draft, kind=draft.kind.code, member=draft.member.registration_number
    )
    draft.delete()
