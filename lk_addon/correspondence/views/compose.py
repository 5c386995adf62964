"""The form page: a submission is typed, kept, given files, signed, sent once (REQ-3.1.R1–R8, REQ-3.2)."""

from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cms.core.faultpoints import reach
from lk_addon.correspondence.composing import Composition
from lk_addon.correspondence.domain import drafts
from lk_addon.correspondence.domain.sending import send
from lk_addon.correspondence.forms.acts import ActForm
from lk_addon.correspondence.models import Draft, SubmissionKind
from lk_addon.correspondence.queries import drafts_of, letters_of, threads_of
from lk_addon.correspondence.taking import take
from lk_addon.correspondence.views import answers
from lk_addon.files.views import give

NO_RIGHT_TO_SEND = (
    "Чтобы отправить это, у вас не хватает прав: {}. Черновик сохранён: отправить его может коллега с этими правами."
)


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request, code, *, section):
    """Show the form of a kind of ``section``; the first saving or sending makes its draft."""
    kind = get_object_or_404(SubmissionKind, code=code, section=section)
    if request.method == "POST":
        return _begun(request, kind)
    if not kind.is_on:
        return render(request, "lk_addon/correspondence/kind_off.html", {"kind": kind})
    draft = Draft(pk=uuid4(), member=request.entrance.member, kind=kind)
    return answers.form_page(request, Composition(draft=draft, entrance=request.entrance, initial=request.GET.dict()))


def _begun(request, kind):
    draft_id, _version, _act = ActForm(request.POST).read()
    member = request.entrance.member
    try:
        draft = drafts.begin_draft(
            member=member,
            kind=kind,
            author_label=request.entrance.login_label,
            actor=request.user,
            draft_id=draft_id,
        )
    except drafts.AlreadySentError as error:
        return answers.sent(request, error.letter)
    except Draft.DoesNotExist as error:
        raise Http404 from error
    except ValidationError as error:
        return answers.refused(request, Draft(pk=draft_id, member=member, kind=kind), error)
    return _take(request, draft)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk):
    """Go on with a draft of the member, whoever began it; one that was sent leads to its receipt."""
    draft = drafts_of(request.entrance.member).filter(pk=pk).first()
    if draft is None:
        return answers.sent(request, get_object_or_404(letters_of(request.entrance.member), key=pk))
    if request.method == "POST":
        return _take(request, draft)
    return answers.form_page(request, Composition(draft=draft, entrance=request.entrance))


def _take(request, draft):
    """Keep what came, then do what the button said. Nothing that was typed is lost, whatever is refused."""
    try:
        taken = take(draft=draft, data=request.POST, actor=request.user)
    except Draft.DoesNotExist:
        return edit(request, draft.pk)  # sent or thrown away while this waited
    except ObjectDoesNotExist as error:
        raise Http404 from error
    except ValidationError as error:
        return answers.conflict(request, draft, error)
    if taken.act == "send" and not taken.problems:
        return _send(request, taken.draft)
    return answers.kept(request, taken)


def _send(request, draft):
    composition = Composition(draft=draft, entrance=request.entrance, data=request.POST, sending=True)
    form, label = composition.form, request.entrance.login_label
    if composition.missing_permissions:
        form.add_error(None, NO_RIGHT_TO_SEND.format(composition.missing_permissions))
    if form.is_valid():
        try:
            letter = send(draft_id=draft.pk, form=form, author_label=label, actor=request.user)
            reach("sending.committed")
            return answers.sent(request, letter)
        except ValidationError as error:
            form.add_error(None, error.messages)
    return answers.form_page(request, composition, status=422)


@require_safe
def files(request, pk):
    """Show how files and signatures of a draft stand now; the page asks while a signature is being checked."""
    draft = get_object_or_404(drafts_of(request.entrance.member), pk=pk)
    composition = Composition(draft=draft, entrance=request.entrance)
    return JsonResponse({"files": answers.files_part(request, composition), "checking": composition.is_checking})


@require_safe
def draft_file(request, pk, file):
    """Give a document of a draft: what is signed in the browser is what is stored here (REQ-3.2.1)."""
    draft = get_object_or_404(drafts_of(request.entrance.member), pk=pk)
    row = get_object_or_404(draft.files.select_related("file"), pk=file)
    return give(request, row.file)


@require_http_methods(["GET", "HEAD", "POST"])
def discard(request, pk):
    """Ask, then throw a draft away."""
    draft = get_object_or_404(drafts_of(request.entrance.member), pk=pk)
    if request.method == "POST":
        drafts.discard_draft(draft=draft, actor=request.user)
        messages.success(request, "Черновик удалён.")
        return redirect("correspondence:drafts")
    return render(request, "lk_addon/correspondence/discard.html", {"draft": draft})


def write_on(request, pk, *, role):
    """Begin an answer or a corrected version in a thread, or go on with the one that somebody began.

    The thread is looked for first: one of another member is not found, whatever the method (REQ-1.1.d).
    """
    thread = get_object_or_404(threads_of(request.entrance.member).exclude(kind=None), pk=pk)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        draft = drafts.write_on(thread=thread, role=role, author_label=request.entrance.login_label, actor=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("correspondence:thread", thread.pk)
    return redirect("correspondence:draft", draft.pk)
