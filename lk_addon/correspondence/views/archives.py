"""A thread as ZIP, for the member: a small one at once, a large one from the worker."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lk_addon.cabinet.throttle import within_limit
from lk_addon.correspondence.archive_answers import archive_page, give_archive, give_made, is_given_at_once
from lk_addon.correspondence.domain import archives
from lk_addon.correspondence.queries import employee_in, threads_of

ARCHIVES_AN_HOUR = 30  # of one member: each keeps the server busy while it is written
TOO_MANY_ARCHIVES = (
    "За последний час организация скачала слишком много архивов. Откройте файлы по одному или повторите через час."
)


@require_safe
def at_once(request, pk):
    """Give the thread with all its files, piece by piece; a large one is asked for on a page of its own."""
    thread = _thread(request, pk)
    if not is_given_at_once(thread):
        return redirect("correspondence:archive_page", pk)
    if not _may_have_one_more(request, thread):
        return redirect("correspondence:thread", pk)
    return give_archive(request, thread)


@require_http_methods(["GET", "HEAD", "POST"])
def page(request, pk):
    """Show how far the ZIP of a large thread is; have it made, by POST."""
    thread = _thread(request, pk)
    if request.method == "POST":
        if _may_have_one_more(request, thread):
            archives.request(thread=thread, actor=request.user)
        return redirect("correspondence:archive_page", pk)
    return render(request, "lk_addon/correspondence/archive_page.html", archive_page(thread, request.user))


@require_safe
def made(request, pk):
    """Give the ZIP that a worker has made for this person, while its link lasts."""
    return give_made(request, _thread(request, pk)) or redirect("correspondence:archive_page", pk)


def _thread(request, pk):
    return get_object_or_404(threads_of(request.entrance.member, employee_in(request)), pk=pk)


def _may_have_one_more(request, thread):
    if within_limit(f"archives:{thread.member_id}", ARCHIVES_AN_HOUR, 60 * 60):
        return True
    messages.error(request, TOO_MANY_ARCHIVES)
    return False
