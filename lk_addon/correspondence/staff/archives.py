"""The ZIP of a thread for the back office."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lk_addon.correspondence.archive_answers import archive_page, give_archive, give_made, is_given_at_once
from lk_addon.correspondence.domain import archives
from lk_addon.correspondence.queries import threads_for_staff

VIEW = "correspondence.view_thread"


@require_safe
@permission_required(VIEW, raise_exception=True)
def at_once(request, pk):
    """Give the thread with all its files as ZIP: what goes to a court or into the paper file.

    A large one is made by a worker, see :func:`page`.
    """
    thread = get_object_or_404(threads_for_staff(request.user), pk=pk)
    return give_archive(request, thread) if is_given_at_once(thread) else redirect("correspondence_archive_page", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(VIEW, raise_exception=True)
def page(request, pk):
    """Show how far the ZIP of a large thread is; have it made, by POST."""
    thread = get_object_or_404(threads_for_staff(request.user), pk=pk)
    if request.method == "POST":
        archives.request(thread=thread, actor=request.user)
        return redirect("correspondence_archive_page", pk)
    return render(request, "lk_addon/correspondence/staff/archive.html", archive_page(thread, request.user))


@require_safe
@permission_required(VIEW, raise_exception=True)
def made(request, pk):
    """Give the ZIP that a worker has made for this employee, while its link lasts."""
    thread = get_object_or_404(threads_for_staff(request.user), pk=pk)
    return give_made(request, thread) or redirect("correspondence_archive_page", pk)
