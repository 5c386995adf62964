"""Drafts: begun, kept as they are typed, given files, thrown away (REQ-3.2)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cms.audit import domain as audit
from lk_addon.correspondence.models import Draft, DraftFile, Letter, Thread

Role = Letter.Role
MOST_FILES = 200  # in one draft


@transaction.atomic
def begin_draft(*, member, kind, author_label, actor, thread=None, role=Role.SUBMISSION, fields=None):
    """Begin to write: something new of ``kind``, or in ``thread`` a correction or an answer.

    Raises ValidationError for a kind that is not taken in now, and for a thread that takes no such letter.
    """
    if not kind.is_on:
        raise ValidationError(kind.off_message or "Сейчас это не принимается.", code="off")
    if thread is not None:
        demand_open_for(thread, role)
    return Draft.objects.create(
        member=member,
        kind=kind,
        thread=thread,
        role=role,
        author=actor,
        author_label=author_label,
        fields=fields or {},
    )


def demand_open_for(thread, role):
    """Raise ValidationError unless a letter of this role may be written in ``thread`` as it stands."""
    if role == Role.ANSWER and thread.state != Thread.State.NEED_INFO:
        raise ValidationError("СРО сейчас не ждёт ответа в этой переписке.", code="state")
    if role == Role.CORRECTION and not thread.is_open:
        raise ValidationError("По этому обращению уже есть решение: подайте новое.", code="state")


def locked(draft_id, member):
    """Return the draft of ``member`` locked, as it is now. Raises Draft.DoesNotExist once it was sent or discarded."""
    return (
        Draft.objects.select_for_update(of=("self",))
        .select_related("kind", "thread", "member")
        .get(pk=draft_id, member=member)
    )


@transaction.atomic
def save_draft(*, draft, fields, version):
    """Keep what was typed. ``version`` is the one that the page was opened with.

    Raises ValidationError when a colleague or another tab has saved since: nothing of theirs is overwritten.
    """
    draft = locked(draft.pk, draft.member)
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

    Raises ValidationError for a foreign file, a kind of file that is not taken, and one too many.
    """
    draft = locked(draft.pk, draft.member)
    if file.member_id != draft.member_id:
        raise ValidationError("Этот файл загружен для другой организации.", code="foreign")
    if draft.files.count() >= MOST_FILES:
        raise ValidationError(f"В одной подаче не больше {MOST_FILES} файлов.", code="many")
    if signs is None and file.extension not in draft.kind.extensions:
        allowed = ", ".join(extension.upper() for extension in draft.kind.extensions)
        raise ValidationError(f"Такие файлы здесь не принимаются. Можно: {allowed}.", code="type")
    if signs is not None and signs.draft_id != draft.pk:
        raise ValidationError("Подписанный файл не из этого черновика.", code="foreign")
    return DraftFile.objects.create(draft=draft, file=file, item=item, signs=signs)


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
