"""Pages of the shell."""

from urllib.parse import urlsplit

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST, require_safe

from lk_addon.cabinet import attention, reported_block, tiles
from lk_addon.cabinet.feedback import send_feedback
from lk_addon.cabinet.forms import FeedbackForm
from lk_addon.cabinet.help_topics import topics
from lk_addon.cabinet.services import closed_services


@require_safe
def dashboard(request):
    """Show what needs doing now, by urgency, and the tiles that the apps registered."""
    closed = closed_services()
    shown = [tile for tile in tiles.tiles() if tile.service not in closed]
    rendered = [(tile, render_to_string(tile.template, tile.context(request), request)) for tile in shown]
    context = {
        "matters": attention.matters(request),
        "tiles": [html for tile, html in rendered if not tile.aside],
        "aside_tiles": [html for tile, html in rendered if tile.aside],
    }
    return render(request, "lk_addon/cabinet/dashboard.html", context)


def feedback(request):
    """Take a remark about the cabinet (REQ-3.3, регламент п. 3.3)."""
    reported = reported_block.read(request.GET.get("about"))
    if request.method == "POST":
        form = FeedbackForm(request.POST)
        if form.is_valid():
            send_feedback(
                feedback=reported.about(form.save(commit=False)),
                entrance=request.entrance,
                browser=request.headers.get("User-Agent", ""),
                actor=request.user,
            )
            return redirect("cabinet:feedback_sent")
    else:
        form = FeedbackForm(initial={"page": reported.page or urlsplit(request.headers.get("Referer", "")).path})
    return render(request, "lk_addon/cabinet/feedback.html", {"form": form, "reported": reported})


@require_safe
def feedback_sent(request):
    """Thank for a remark."""
    return render(request, "lk_addon/cabinet/feedback_sent.html")


@require_safe
def help_page(request):
    """Say what the cabinet needs and whom to ask (REQ-5.1, 5.2, 5.3); strangers may read it."""
    return render(request, "lk_addon/cabinet/help.html", {"topics": topics()})


@require_safe
def access_help(request):
    """Say what to do with a lost login or password: only the SRO gives a new link (REQ-2.5)."""
    return render(request, "lk_addon/cabinet/access_help.html")


@require_POST
def keep_alive(request):
    """Answer that the session lives on; the request itself is the sign of life."""
    return HttpResponse(status=204)
