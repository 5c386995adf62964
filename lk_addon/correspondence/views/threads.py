"""«Переписка»: everything between the member and the SRO, whoever of its representatives wrote it (REQ-3.1.V9)."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from lk_addon.cabinet.datapages import DataListView
from lk_addon.correspondence.domain.reading import note_reading
from lk_addon.correspondence.domain.sending import withdraw as take_back
from lk_addon.correspondence.filters import ThreadFilter
from lk_addon.correspondence.forms.answer import WithdrawForm
from lk_addon.correspondence.kinds import form_of
from lk_addon.correspondence.models import Letter, Thread
from lk_addon.correspondence.queries import drafts_of, employee_in, files_of, threads_listed, threads_of
from lk_addon.correspondence.reading import letters_shown
from lk_addon.correspondence.rules import may_write
from lk_addon.correspondence.tables import ThreadTable
from lk_addon.files.views import give


class ThreadsView(DataListView):
    """All threads of the member."""

    title, clause, block = "Переписка", "3.1", "threads"
    template_name = "lk_addon/correspondence/threads.html"
    table_class, filterset_class = ThreadTable, ThreadFilter
    empty_title = "Переписки ещё нет"
    empty_text = "Здесь появятся ваши обращения и документы, ответы и уведомления СРО."

    def get_queryset(self):
        """Return the member's threads."""
        return threads_listed(self.member, self.request.user, employee_in(self.request))


@require_safe
def thread(request, pk):
    """Show a thread with all its letters; what the SRO wrote counts as read by this person from now on."""
    found = get_object_or_404(threads_of(request.entrance.member, employee_in(request)), pk=pk)
    letters = letters_shown(found, request.user)
    if request.method == "GET" and not request.entrance.looking_in:
        note_reading(
            letters=[one.letter for one in letters if one.is_unread],
            user=request.user,
            login_label=request.entrance.login_label,
        )
    context = {
        "thread": found,
        "letters": letters,
        "drafts": drafts_of(request.entrance.member).filter(thread=found),
        "may_write": may_write(request.entrance),
        "final_reason": final_reason(found),
        "is_asked": found.state == Thread.State.NEED_INFO,
        "next_step": next_step(found, letters),
        "answer_address": answer_address(letters[0].letter) if found.kind is None and letters else "",
        "printing": "print" in request.GET,
    }
    return render(request, "lk_addon/correspondence/thread.html", context)


def answer_address(letter):
    """Return where a request is begun that answers what the SRO wrote first; the address names its number alone."""
    query = urlencode({"subject": f"Ответ на письмо СРО {letter}"})
    return f"{reverse('correspondence:new_request', args=['general'])}?{query}"


def final_reason(thread):
    """Return why what was sent in ``thread`` can neither be corrected nor taken back; empty while it can."""
    return (form_of(thread.kind.code).why_final(thread) or "") if thread.kind and thread.is_open else ""


def next_step(thread, letters):
    """Return what the kind of the thread leads to after its submission, None where nothing follows."""
    sent = [one.letter for one in letters if one.letter.role in (Letter.Role.SUBMISSION, Letter.Role.CORRECTION)]
    return form_of(thread.kind.code).leads_to(sent[-1]) if thread.kind and sent else None


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request, pk):
    """Ask why, then take a submission back."""
    found = get_object_or_404(threads_of(request.entrance.member).exclude(kind=None), pk=pk)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            letter = take_back(
                thread=found,
                reason=form.cleaned_data["reason"],
                author_label=request.entrance.login_label,
                actor=request.user,
            )
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            messages.success(request, f"Отозвано, № {letter.number}.")
        return redirect("correspondence:thread", found.pk)
    return render(request, "lk_addon/correspondence/withdraw.html", {"thread": found, "form": form})


@require_safe
def attachment(request, pk):
    """Give a file of the member's correspondence, or a signature of one; each time is journalled."""
    return give(request, get_object_or_404(files_of(request.entrance.member, employee_in(request)), pk=pk))
