"""The form page: a submission is typed, kept, given files, signed, sent once (REQ-3.1.R1–R8, REQ-3.2)."""

from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lk_addon.correspondence.composing import Composition
from lk_addon.correspondence.domain import drafts
from lk_addon.correspondence.domain.sending import send
from lk_addon.correspondence.forms.acts import ActForm, typed_again, typed_in, uploaded_in
from lk_addon.correspondence.models import Draft, DraftFile, Letter, SubmissionKind
from lk_addon.correspondence.queries import drafts_of, threads_of
from lk_addon.correspondence.rules import may_send
from lk_addon.files.models import StoredFile

NO_RIGHT_TO_SIGN = (
    "Этот документ отправляют с электронной подписью, а права «подписывать документы» у вас нет. Черновик сохранён: "
    "отправить его может коллега с этим правом."
)


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request, code, *, section):
    """Show the form of a kind, ``section`` of its list; the first saving or sending makes its draft."""
    kind = get_object_or_404(SubmissionKind, code=code, section=section)
    member = request.entrance.member
    if request.method == "POST":
        draft_id, *_rest = ActForm(request.POST).read()
        try:
            draft = drafts.begin_draft(
                member=member,
                kind=kind,
                author_label=request.entrance.login_label,
                actor=request.user,
                draft_id=draft_id,
            )
        except drafts.AlreadySentError as error:
            return _sent(request, error.letter)
        except Draft.DoesNotExist as error:
            raise Http404 from error
        except ValidationError as error:
            return _refused(request, Draft(pk=draft_id, member=member, kind=kind), error)
        return _take(request, draft)
    if not kind.is_on:
        return render(request, "lk_addon/correspondence/kind_off.html", {"kind": kind})
    draft = Draft(pk=uuid4(), member=member, kind=kind)
    return _page(request, Composition(draft=draft, entrance=request.entrance, initial=request.GET.dict()))


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk):
    """Go on with a draft of the member, whoever began it; one that was sent leads to its receipt."""
    draft = drafts_of(request.entrance.member).filter(pk=pk).first()
    if draft is None:
        letter = get_object_or_404(Letter.objects.filter(thread__member=request.entrance.member), key=pk)
        return _sent(request, letter)
    if request.method == "POST":
        return _take(request, draft)
    return _page(request, Composition(draft=draft, entrance=request.entrance))


def _take(request, draft):
    """Keep what came, then do what the button said. Nothing that was typed is lost, whatever is refused."""
    _id, version, act = ActForm(request.POST).read()
    problems = []
    try:
        if act == "keep":
            version = draft.version
        draft = drafts.save_draft(draft=draft, fields=typed_in(request.POST), version=version)
    except Draft.DoesNotExist:
        return edit(request, draft.pk)  # sent or thrown away while this waited
    except ValidationError as error:
        return _conflict(request, draft, error)
    problems += _put_files(request, draft)
    if act.startswith("remove-"):
        drafts.remove_file(draft=draft, file=get_object_or_404(draft.files, pk=act.removeprefix("remove-")))
    signatory = typed_again(draft.fields).get("signatory_name", "").strip()[:300]
    drafts.ask_checks(draft=draft, signatory_name=signatory, actor=request.user)
    if act == "send" and not problems:
        return _send(request, draft)
    if request.accepts("text/html"):
        for problem in problems:
            messages.error(request, problem)
        if not problems and act in ("save", "keep"):
            messages.success(request, f"Черновик сохранён в {timezone.localtime():%H:%M}.")
        return redirect(reverse("correspondence:draft", args=[draft.pk]) + ("#files" if act[:6] == "remove" else ""))
    return _kept(request, draft, problems)


def _put_files(request, draft):
    """Put what was uploaded to the draft. Returns why not; what lies there already is no mistake."""
    problems = []
    sent = uploaded_in(request.POST)
    there = set(draft.files.values_list("file", flat=True))
    for file_id, item, signed in sent:
        try:
            file = StoredFile.objects.get(pk=file_id, member=draft.member)
            signs = draft.files.get(pk=signed, signs=None) if signed else None
        except (StoredFile.DoesNotExist, DraftFile.DoesNotExist, ValidationError) as error:
            raise Http404 from error
        if file.pk not in there:
            try:
                drafts.add_file(draft=draft, file=file, item=item, signs=signs)
            except ValidationError as error:
                problems += [f"«{file.name}»: {problem}" for problem in error.messages]
    return problems


def _send(request, draft):
    composition = Composition(draft=draft, entrance=request.entrance, data=request.POST, sending=True)
    form = composition.form
    if not may_send(request.entrance, composition.terms):
        form.add_error(None, NO_RIGHT_TO_SIGN)
    if form.is_valid():
        try:
            letter = send(draft_id=draft.pk, form=form, author_label=request.entrance.login_label, actor=request.user)
            return _sent(request, letter)
        except ValidationError as error:
            form.add_error(None, error.messages)
    return _page(request, composition, status=422)


def _sent(request, letter):
    """Lead to the receipt; the page's own script is told where it is."""
    address = reverse("correspondence:receipt", args=[letter.pk])
    if request.accepts("text/html"):
        return redirect(address)
    return JsonResponse({"receipt": address})


def _refused(request, draft, error):
    """Say why no draft could be begun; what was typed stays on the page."""
    if not request.accepts("text/html"):
        return JsonResponse({"error": error.messages[0]}, status=422)
    for problem in error.messages:
        messages.error(request, problem)
    return _page(request, Composition(draft=draft, entrance=request.entrance, data=request.POST), status=409)


def _conflict(request, draft, error):
    """Say that somebody else has saved the draft; what was typed here stays on the page."""
    if not request.accepts("text/html"):
        return JsonResponse({"error": error.messages[0]}, status=409)
    composition = Composition(draft=draft, entrance=request.entrance, data=request.POST)
    return _page(request, composition, status=409, conflict=True, version=ActForm(request.POST).read()[1])


def _kept(request, draft, problems):
    """Tell the page's script what was kept, and how files and signatures stand."""
    composition = Composition(draft=draft, entrance=request.entrance)
    return JsonResponse(
        {
            "saved_at": f"{timezone.localtime(draft.updated_at):%H:%M}",
            "version": draft.version,
            "address": composition.address,
            "problems": problems,
            "files": _files(request, composition),
        }
    )


def _files(request, composition):
    return render_to_string(
        "lk_addon/correspondence/draft_files.html", {"composition": composition, "draft": composition.draft}, request
    )


def _page(request, composition, *, status=200, conflict=False, version=None):
    draft = composition.draft
    context = {
        "composition": composition,
        "form": composition.form,
        "draft": draft,
        "kind": composition.kind,
        "terms": composition.terms,
        "conflict": conflict,
        "version": draft.version if version is None else version,
        "question": _question(draft),
    }
    return render(request, composition.template, context, status=status)


def _question(draft):
    """The last letter of the SRO in the thread that is written on in."""
    if draft.thread is None:
        return None
    return draft.thread.letters.filter(direction=Letter.Direction.OUTGOING).last()


@require_safe
def files(request, pk):
    """Show how files and signatures of a draft stand now; the page asks while a signature is being checked."""
    draft = get_object_or_404(drafts_of(request.entrance.member), pk=pk)
    composition = Composition(draft=draft, entrance=request.entrance)
    return JsonResponse({"files": _files(request, composition), "checking": composition.is_checking})


@require_http_methods(["GET", "HEAD", "POST"])
def discard(request, pk):
    """Ask, then throw a draft away."""
    draft = get_object_or_404(drafts_of(request.entrance.member), pk=pk)
    if request.method == "POST":
        drafts.discard_draft(draft=draft, actor=request.user)
        messages.success(request, "Черновик удалён.")
        return redirect("correspondence:drafts")
    return render(request, "lk_addon/correspondence/discard.html", {"draft": draft})


@require_POST
def write_on(request, pk, *, role):
    """Begin an answer or a corrected version in a thread, or go on with the one that somebody began."""
    thread = get_object_or_404(threads_of(request.entrance.member).exclude(kind=None), pk=pk)
    try:
        draft = drafts.write_on(thread=thread, role=role, author_label=request.entrance.login_label, actor=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("correspondence:thread", thread.pk)
    return redirect("correspondence:draft", draft.pk)
