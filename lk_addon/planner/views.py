"""The calendar of duties and its private address."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cms.core.client_ip import client_ip
from cms.workdays.queries import calendar_warning
from lk_addon.cabinet.duties import duties_of
from lk_addon.cabinet.throttle import within_limit
from lk_addon.planner import months, queries
from lk_addon.planner.domain.addresses import give_address, revoke_address
from lk_addon.planner.file import calendar_file

HOUR = 60 * 60
READINGS, STRANGE_READINGS = 30, 60  # an hour, of one address and from one network address
TILE_ROWS, TILE_AHEAD = 6, months.LISTED / 4


@require_safe
def duties(request):
    """Show the terms that the member must not miss, as a list or as a month."""
    return _page(request)


@require_POST
def new_address(request):
    """Give the private address, once, on the page that answers; the one before it dies."""
    mandate = queries.mandate_of(request)
    if mandate is None:
        raise Http404
    token = give_address(mandate=mandate, actor=request.user)
    address = settings.LK_URL + reverse("planner:file", args=[token])
    return _page(request, fresh_address=address)


@require_POST
def end_address(request):
    """Revoke the private address."""
    mandate = queries.mandate_of(request)
    if mandate is None:
        raise Http404
    revoke_address(mandate=mandate, actor=request.user)
    return redirect("planner:duties")


@require_safe
def file(request, token):
    """Give the calendar to whoever holds a live address; no sign-in, and 404 for every other key."""
    if not within_limit(f"calendar-from:{client_ip(request)}", STRANGE_READINGS, HOUR):
        return _too_often()
    address = queries.open_address(token)
    if address is None:
        raise Http404
    if not within_limit(f"calendar:{address.pk}", READINGS, HOUR):
        return _too_often()
    return HttpResponse(
        calendar_file(address.mandate.member),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'inline; filename="duties.ics"'},
    )


def duties_tile(request):
    """Give the dashboard the nearest terms."""
    today = timezone.localdate()
    return {"duties": duties_of(request.entrance.member, today, today + TILE_AHEAD)[:TILE_ROWS], "today": today}


def _page(request, fresh_address=""):
    today = timezone.localdate()
    member = request.entrance.member
    mandate = queries.mandate_of(request)
    context = {"today": today, "mandate": mandate, "fresh_address": fresh_address}
    context["address"] = queries.live_address(mandate)
    if request.GET.get("view") == "month":
        month = months.month_of(request.GET.get("month"), today)
        before, after = months.neighbours(month)
        weeks = months.grid(member, month)
        warning = calendar_warning(month, after - timedelta(days=1))
        context |= {"month": month, "weeks": weeks, "before": before, "after": after, "warning": warning}
    else:
        context["months"] = months.listed(member, today)
    return render(request, "lk_addon/planner/duties.html", context)


def _too_often():
    return HttpResponse(
        "Слишком часто: календарь меняется не каждый час.\n",
        status=429,
        content_type="text/plain; charset=utf-8",
        headers={"Retry-After": str(HOUR)},
    )
