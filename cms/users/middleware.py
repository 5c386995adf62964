"""Sessions that end by themselves, and sessions that know only the password."""

import time
from functools import partial

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.utils.functional import SimpleLazyObject

from cms.core import sessions
from cms.users import rules

SEEN_AT = "seen_at"
STARTED_AT = "started_at"
RESOLUTION = 30  # seconds between two notes of activity in one session


def start_clock(session, sign_in):
    """Note when and by which sign-in the session began; one without these notes is over."""
    session[STARTED_AT] = session[SEEN_AT] = int(time.time())
    sessions.mark(session, sign_in)


class IdleTimeoutMiddleware:
    """End a session that was left alone, that is too old, or that was ended from elsewhere (REQ-4.7, REQ-2.3.b).

    IDLE_TIMEOUT gives the seconds of quiet for each host by its name; no session
    outlives SESSION_COOKIE_AGE. Requests that pages send by themselves, listed in
    IDLE_TIMEOUT_IGNORES by the start of their path, are not a sign of life.
    ``request.was_signed_in`` and ``request.timed_out`` tell a door what became of a session.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Flush a session that is over; note the activity of one that is not."""
        request.timed_out = False
        request.was_signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session
        if request.was_signed_in:
            self.look_at(request)
        return self.get_response(request)

    @staticmethod
    def look_at(request):
        """Flush the session or note the time of this request in it."""
        session, now = request.session, int(time.time())
        started, seen = session.get(STARTED_AT, 0), session.get(SEEN_AT, 0)
        idle = settings.IDLE_TIMEOUT[request.host.name]
        over = now - seen > idle or now - started > settings.SESSION_COOKIE_AGE
        if over or not sessions.is_marked(session):
            request.timed_out = over
            session.flush()
        elif now - seen > RESOLUTION and not request.path.startswith(tuple(settings.IDLE_TIMEOUT_IGNORES)):
            session[SEEN_AT] = now
            sessions.mark(session)


class DoorMiddleware:
    """Treat a session that knows only the password as no session where more is demanded.

    ``request.user`` is anonymous then, for every view of every library on the host: no
    list of doors has to be kept complete. The views of :mod:`cms.users.views` that lead
    such a person to a second factor ask ``request.password_user``.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Put the decision in place of the user; it is made when somebody asks."""
        request.password_user = request.user
        request.user = SimpleLazyObject(partial(self.admitted, request, request.user))
        return self.get_response(request)

    @staticmethod
    def admitted(request, user):
        """Return the user, or an anonymous one when the session shows too little for this host."""
        if not user.is_authenticated or rules.is_admitted(user, request.host.name):
            return user
        stranger = AnonymousUser()
        stranger.otp_device = None
        stranger.is_verified = lambda: False
        return stranger
