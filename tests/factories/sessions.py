"""Sessions without the way through the door, for tests of what lies behind it."""

import time

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest
from django.test import Client
from django_otp import login as verify

from cms.core.sessions import SessionStore, mark
from cms.users.confirmation import mark_confirmed
from cms.users.middleware import SEEN_AT, STARTED_AT
from cms.users.models import Authenticator


def signed_in_client(user, *, host=None, fresh=False):
    """Return a browser whose session shows ``user`` with a second factor, on the public host unless told.

    ``fresh`` is a session whose password was typed a moment ago, as it was at the door.
    """
    host = host or settings.SITE_HOST
    request = HttpRequest()
    request.user, request.session = user, SessionStore(host=host)
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    verify(request, Authenticator.objects.get_or_create(user=user, name="default")[0])
    request.session[STARTED_AT] = request.session[SEEN_AT] = int(time.time())
    if fresh:
        mark_confirmed(request)
    request.session.save()
    client = Client(headers={"host": host})
    client.cookies[settings.SESSION_COOKIE_NAME] = request.session.session_key
    return client


def put_back(key, held, host):
    """Put a session that a visit has ended or changed back under its key, with the mark that it is in use."""
    session = SessionStore(key, host=host)
    session._session_cache = dict(held)
    session._cache.set(session.cache_key, held, session.get_expiry_age())
    mark(session)
