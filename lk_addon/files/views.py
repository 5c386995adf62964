"""Files come in by pieces and go out by :func:`give`."""

import errno
import re
from functools import wraps
from tempfile import SpooledTemporaryFile

import structlog
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, JsonResponse, UnreadablePostError
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from lk_addon.cabinet.files import serve_private
from lk_addon.files.domain import uploads
from lk_addon.files.forms import BeginForm
from lk_addon.files.models import StoredFile, Upload
from lk_addon.files.queries import uploads_of

BLOCK = 64 * 1024
LENGTH = re.compile(r"[0-9]{1,18}")
BROKEN = "Связь прервалась. Загрузка продолжится с того же места."
FULL = "На сайте кончилось место для файлов. Загруженное не пропадёт: нажмите «Повторить» позже или позвоните в СРО."
STATUS = {"incomplete": 409, "done": 409, "key": 409, "size": 413, "quota": 429, "unchecked": 503}

log = structlog.get_logger(__name__)


def told_in_json(view):
    """Answer a refusal as JSON with its reason in Russian, and a wrong offset with the right one."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except uploads.WrongOffsetError as error:
            text = "Эта часть файла не на своём месте."
            return JsonResponse({"error": text, "received": error.received}, status=409)
        except ValidationError as error:
            code = getattr(error, "code", None)
            return JsonResponse({"error": error.messages[0], "code": code}, status=STATUS.get(code, 422))
        except Upload.DoesNotExist as error:
            raise Http404 from error
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EDQUOT):
                raise
            log.exception("disk_full")
            return JsonResponse({"error": FULL, "code": "full"}, status=503)

    return answer


def of_own_upload(view):
    """Find the upload first: one of somebody else is not found, whatever the method (REQ-1.1.d)."""

    @wraps(view)
    def found(request, pk, **kwargs):
        upload = get_object_or_404(uploads_of(request.user, request.entrance.member), pk=pk)
        return view(request, upload, **kwargs)

    return found


@require_POST
@told_in_json
def begin_upload(request):
    """Begin a file, or find the one begun under the same key."""
    form = BeginForm(request.POST)
    if not form.is_valid():
        raise ValidationError("Нужны имя файла, его размер и ключ. Обновите страницу.", code="form")
    upload = uploads.begin(member=request.entrance.member, actor=request.user, **form.cleaned_data)
    return _state(upload, status=201)


@of_own_upload
@require_GET
@told_in_json
def upload_state(request, upload):
    """Say how many bytes have come."""
    return _state(upload)


@of_own_upload
@require_POST
@told_in_json
def upload_piece(request, upload, offset):
    """Take a piece; a piece that comes in half is not taken at all."""
    with SpooledTemporaryFile(max_size=BLOCK) as piece:
        length = _receive(request, piece)
        piece.seek(0)
        return _state(uploads.append(upload=upload, offset=offset, piece=piece, length=length))


@of_own_upload
@require_POST
@told_in_json
def finish_upload(request, upload):
    """Check the file that has come whole and keep it."""
    stored = uploads.finish(upload=upload, actor=request.user)
    return JsonResponse({"file": str(stored.pk), "name": stored.name, "size": stored.size, "sha256": stored.sha256})


@of_own_upload
@require_POST
@told_in_json
def cancel_upload(request, upload):
    """Give the upload up."""
    uploads.cancel(upload=upload)
    return JsonResponse({})


def give(request, stored_file, *, action="file.downloaded"):
    """Answer with the bytes of a file that the caller's query found, or with a page that says why not; journal it.

    Nobody gets one that the antivirus has not found clean, see :attr:`StoredFile.is_readable`.
    """
    if stored_file.is_readable:
        return serve_private(request, stored_file.file, stored_file.name, action=action)
    in_cabinet = request.host.name == "lk"
    layout = "lk_addon/cabinet/base.html" if in_cabinet else settings.ERROR_LAYOUTS["site"]
    context = {"layout": layout, "file": stored_file, "Scan": StoredFile.Scan}
    response = render(request, "lk_addon/files/not_given.html", context, status=409)
    response["Cache-Control"] = "no-store"
    return response


def _state(upload, status=200):
    return JsonResponse(
        {
            "upload": str(upload.pk),
            "state": upload.state,
            "received": upload.received,
            "size": upload.size,
            "piece": uploads.PIECE,
            "error": upload.refusal,
        },
        status=status,
    )


def _receive(request, piece):
    """Write the request's body to ``piece`` block by block. Returns its length in bytes.

    Raises ValidationError where the body is empty, too long, or shorter than its header says.
    """
    said = request.headers.get("Content-Length") or ""
    announced = int(said) if LENGTH.fullmatch(said) else 0
    if not 0 < announced <= uploads.PIECE:
        most = uploads.PIECE // 1024 // 1024
        raise ValidationError(f"Часть файла должна быть не пуста и не больше {most} МБ.", code="piece")
    length = 0
    try:
        while block := request.read(BLOCK):
            piece.write(block)
            length += len(block)
    except UnreadablePostError as error:
        raise ValidationError(BROKEN, code="broken") from error
    if length != announced:
        raise ValidationError(BROKEN, code="broken")
    return length
