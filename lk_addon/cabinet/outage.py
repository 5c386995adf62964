"""The answer of the cabinet while an outage suspends it (REQ-6.2, регламент п. 6.2)."""

from django.shortcuts import render

from home.outages.suspension import retry_after


def mark_suspended(response, notice):
    """Give ``response`` the status 503 and say when to come back."""
    response.status_code = 503
    response["Retry-After"] = retry_after(notice)
    return response


def suspended_response(request, notice):
    """Return the page that says what is going on and until when, with the way in for staff."""
    return mark_suspended(render(request, "lk_addon/cabinet/suspended.html", {"outage": notice}), notice)
