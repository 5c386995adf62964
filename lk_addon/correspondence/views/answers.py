"""Answers of the form page: a page to those who pressed a button, JSON to the page's own script."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from lk_addon.correspondence.composing import Composition
from lk_addon.correspondence.forms.acts import ActForm
from lk_addon.correspondence.models import Letter


def form_page(request, composition, *, status=200, conflict=False, version=None):
    """Show the form."""
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


def files_part(request, composition):
    """Return the files and signatures of a draft as HTML."""
    context = {
        "composition": composition,
        "draft": composition.draft,
        "kind": composition.kind,
        "terms": composition.terms,
    }
    return render_to_string("lk_addon/correspondence/draft_files.html", context, request)


def sent(request, letter):
    """Lead to the receipt."""
    address = reverse("correspondence:receipt", args=[letter.pk])
    return redirect(address) if request.accepts("text/html") else JsonResponse({"receipt": address})


def kept(request, taken):
    """Say what was kept, and how files and signatures stand."""
    draft = taken.draft
    if not request.accepts("text/html"):
        composition = Composition(draft=draft, entrance=request.entrance)
        return JsonResponse(
            {
                "saved_at": f"{timezone.localtime(draft.updated_at):%H:%M}",
                "version": draft.version,
                "address": composition.address,
                "problems": taken.problems,
                "files": files_part(request, composition),
            }
        )
    for problem in taken.problems:
        messages.error(request, problem)
    if not taken.problems and taken.act in ("save", "keep"):
        messages.success(request, f"Черновик сохранён в {timezone.localtime():%H:%M}.")
    anchor = "#files" if taken.act.startswith("remove-") else ""
    return redirect(reverse("correspondence:draft", args=[draft.pk]) + anchor)


def refused(request, draft, error):
    """Say why no draft could be begun; what was typed stays on the page."""
    if not request.accepts("text/html"):
        return JsonResponse({"error": error.messages[0]}, status=422)
    for problem in error.messages:
        messages.error(request, problem)
    composition = Composition(draft=draft, entrance=request.entrance, data=request.POST)
    return form_page(request, composition, status=409)


def conflict(request, draft, error):
    """Say that somebody else has saved the draft; what was typed here stays on the page."""
    if not request.accepts("text/html"):
        return JsonResponse({"error": error.messages[0]}, status=409)
    _id, version, _act = ActForm(request.POST).read()
    composition = Composition(draft=draft, entrance=request.entrance, data=request.POST)
    return form_page(request, composition, status=409, conflict=True, version=version)
