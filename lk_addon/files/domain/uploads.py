"""A file comes in: begun, sent in pieces, finished. A broken connection loses nothing that was acknowledged.

A piece is on the disk before its answer is given, and it is taken only where the file ends so far, so one
that is sent twice is not doubled.
"""

import hashlib
import os
import shutil
from contextlib import ExitStack
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.db.models import Sum
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from cms.audit import domain as audit
from cms.core.faultpoints import reach
from cms.outbox.domain import enqueue
from lk_addon.cabinet.files import private_storage, tidy_name
from lk_addon.files import accepted
from lk_addon.files.models import StoredFile, Upload, stored_name
from lk_addon.registry.models import Member

State = Upload.State
PIECE = 8 * 1024 * 1024  # bytes; the most that one request brings
LIFETIME = timedelta(hours=24)
MOST_AT_ONCE = 200  # unfinished files of a member, as many as one submission takes


class WrongOffsetError(Exception):
    """The piece does not begin where the file ends so far; ``received`` says where that is."""

    def __init__(self, received):
        self.received = received


@transaction.atomic
def begin(*, member, name, size, key, actor):
    """Begin a file of ``size`` bytes; with a ``key`` that this person used before, return what that began.

    Raises ValidationError for a kind that is not taken, a size of nothing or above ``FILES_MAX_SIZE``, and when the
    member has too much under way.
    """
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)  # two beginnings count each other
    name = tidy_name(name)
    before = Upload.objects.filter(member=member, created_by=actor, key=key).first()
    if before is not None:
        if (before.name, before.size) != (name, size):
            raise ValidationError("Под этим ключом загружается другой файл. Обновите страницу.", code="key")
        return before
    accepted.demand_kind(name)
    _demand_room(member, size)
    return Upload.objects.create(
        member=member, created_by=actor, key=key, name=name, size=size, expires_at=timezone.now() + LIFETIME
    )


@transaction.atomic
def append(*, upload, offset, piece, length):
    """Put ``piece`` (an open file of ``length`` bytes) to what came before it, and return the row as it is then.

    Raises WrongOffsetError unless ``offset`` bytes are there, and ValidationError for more than was announced.
    """
    upload = _locked(upload)
    _demand_receiving(upload)
    if offset != upload.received:
        raise WrongOffsetError(upload.received)
    if offset + length > upload.size:
        raise ValidationError("Пришло больше, чем было объявлено. Начните загрузку заново.", code="long")
    settings.UPLOADS_ROOT.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(upload.path, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
        file.seek(offset)  # over what a request that died before its commit has left
        shutil.copyfileobj(piece, file)
        file.flush()
        os.fsync(file.fileno())
    reach("upload.written")
    upload.received += length
    upload.save(update_fields=["received"])
    return upload


def finish(*, upload, actor):
    """Check the whole file and make it a StoredFile, which the antivirus is then asked about; return that.

    A second call returns the same file. Raises ValidationError while bytes are missing, and for content that is
    not what the name says or may be harmful: such a file is deleted, and a second call gives the same reason.
    """
    if upload.state == State.DONE:
        return upload.stored
    _demand_receiving(upload)
    if upload.received != upload.size:
        raise ValidationError("Файл пришёл ещё не весь. Дождитесь конца загрузки.", code="incomplete")
    try:
        with upload.path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            media_type = accepted.check(File(file, name=upload.name))
    except FileNotFoundError as error:
        return _finished_meanwhile(upload, error)
    except ValidationError as error:
        if error.code != "unchecked":  # that one is ours to mend: the member tries again later
            _refuse(upload, error, actor)
        raise
    return _store(upload, digest, media_type, actor)


@transaction.atomic
def cancel(*, upload):
    """Give up what has not come in whole; nothing is left of it. One that has is left as it is."""
    upload = _locked(upload)
    if upload.state != State.DONE:
        transaction.on_commit(_remover(upload.path))
        upload.delete()


def clear():
    """Delete what nobody finished in a day, and bytes that a dead process has left without a row."""
    for upload in Upload.objects.filter(expires_at__lt=timezone.now()):
        with transaction.atomic():
            transaction.on_commit(_remover(upload.path))
            if upload.state != State.DONE:
                transaction.on_commit(_dead_finish_remover(upload))
            upload.delete()
    if settings.UPLOADS_ROOT.exists():
        yesterday = (timezone.now() - LIFETIME).timestamp()
        for path in settings.UPLOADS_ROOT.iterdir():
            if path.stat().st_mtime < yesterday:
                path.unlink(missing_ok=True)


class WholeFile(File):
    """The bytes under a second name, which a storage on the same disk takes over without copying them.

    Under the first one they stay until the commit: a finish that fails can be tried again.
    """

    def __init__(self, path, name):
        self.whole = path.with_suffix(".whole")
        self.whole.unlink(missing_ok=True)
        os.link(path, self.whole)
        super().__init__(self.whole.open("rb"), name=name)

    def temporary_file_path(self):
        """Tell the storage what it may move."""
        return str(self.whole)

    def close(self):
        """Forget the second name, where the storage has copied."""
        super().close()
        self.whole.unlink(missing_ok=True)


def _store(upload, digest, media_type, actor):
    with ExitStack() as undo:
        with transaction.atomic():
            upload = _locked(upload)
            if upload.state == State.DONE:
                return upload.stored
            stored = StoredFile(
                pk=upload.pk,  # so the bytes of a finish that died before its commit lie under the same name
                member=upload.member,
                name=upload.name,
                size=upload.size,
                sha256=digest,
                media_type=media_type,
                created_by=actor,
            )
            stored.file.storage.delete(stored_name(stored, upload.name))
            with WholeFile(upload.path, upload.name) as file:
                stored.file.save(upload.name, file, save=False)
            undo.callback(stored.file.storage.delete, stored.file.name)
            reach("upload.stored")
            stored.save(force_insert=True)
            upload.state, upload.stored = State.DONE, stored
            upload.save(update_fields=["state", "stored"])
            audit.record("file.received", actor=actor, obj=stored, size=stored.size, sha256=digest)
            enqueue("files.scan", key=f"files.scan:{stored.pk}", file=str(stored.pk))
            transaction.on_commit(_remover(upload.path))
        undo.pop_all()
    return stored


@transaction.atomic
def _refuse(upload, error, actor):
    upload = _locked(upload)
    if upload.state != State.RECEIVING:
        return
    upload.state, upload.refusal = State.REFUSED, error.messages[0][:300]
    upload.save(update_fields=["state", "refusal"])
    audit.record("file.refused", actor=actor, obj=upload, size=upload.size, refusal=error.code or "")
    transaction.on_commit(_remover(upload.path))


def _finished_meanwhile(upload, error):
    """Return what another request has made of the bytes; without it they are lost and must be sent again."""
    upload = Upload.objects.select_related("stored").filter(pk=upload.pk).first()
    if upload is not None and upload.state == State.DONE:
        return upload.stored
    raise ValidationError("Загруженное не сохранилось. Начните загрузку файла заново.", code="lost") from error


def _demand_room(member, size):
    if size <= 0:
        raise ValidationError("Файл пуст.", code="empty")
    if size > settings.FILES_MAX_SIZE:
        limit = filesizeformat(settings.FILES_MAX_SIZE)
        raise ValidationError(f"Файл больше {limit}. Разделите его на части или сожмите.", code="size")
    unfinished = Upload.objects.filter(member=member, state=State.RECEIVING)
    under_way = unfinished.aggregate(size=Sum("size"))["size"] or 0
    if under_way + size > settings.FILES_UNFINISHED_MAX or unfinished.count() >= MOST_AT_ONCE:
        raise ValidationError(
            "У организации слишком много незаконченных загрузок. Дождитесь их конца или отмените лишние.", code="quota"
        )


def _demand_receiving(upload):
    if upload.state == State.REFUSED:
        raise ValidationError(upload.refusal, code="refused")
    if upload.state == State.DONE:
        raise ValidationError("Этот файл уже принят.", code="done")


def _locked(upload):
    return (
        Upload.objects.select_for_update(no_key=True, of=("self",)).select_related("member", "stored").get(pk=upload.pk)
    )


def _dead_finish_remover(upload):
    """What a finish that died before its commit has put into the storage: no row names it."""
    name = stored_name(StoredFile(pk=upload.pk), upload.name)
    return lambda: private_storage().delete(name)


def _remover(path):
    return lambda: path.unlink(missing_ok=True)
