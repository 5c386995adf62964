"""Step-up: sensitive acts want the password typed a moment ago.

Whatever changes how somebody signs in or is reached, what colleagues may do, or what was agreed to is
decorated with :func:`recent_confirmation_required`; a class by ``method_decorator(…, name="dispatch")``.
"""

import time
from functools import wraps
from urllib.parse import urlencode

from django.conf import settings
from django.shortcuts import redirect
from django.urls import reverse

SESSION_KEY = "password_confirmed_at"


def mark_confirmed(request):
    """Note in the session that its user has just given the password."""
    request.session[SESSION_KEY] = int(time.time())


def recently_confirmed(request):
    """Say whether the password was given within PASSWORD_CONFIRMATION_AGE seconds."""
    return time.time() - request.session.get(SESSION_KEY, 0) < settings.PASSWORD_CONFIRMATION_AGE


def ask_to_confirm(request):
    """Lead to the page that asks for the password and comes back here."""
    return redirect(f"{reverse('two_factor:confirm')}?{urlencode({'next': request.get_full_path()})}")


def recent_confirmation_required(view):
    """Decorate a view of signed-in users: without a recent confirmation it asks for the password first.

    Strangers are the business of the view's own gate.
    """

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.user.is_authenticated and not recently_confirmed(request):
            return ask_to_confirm(request)
        return view(request, *args, **kwargs)

    guarded.wants_confirmation = True
    return guarded
