"""The gate of the cabinet: closed unless a view says otherwise."""

from urllib.parse import urlencode

from django.contrib.auth import logout
from django.shortcuts import redirect, render
from django.urls import reverse

from home.outages.queries import suspending
from lk_addon.accounts.agreements import ASKED
from lk_addon.accounts.entry import find_entrance, note_look
from lk_addon.accounts.models.authority import in_words
from lk_addon.accounts.rules import blocked_for_contacts, may_sign_in
from lk_addon.cabinet.outage import suspended_response

ENROLMENT = frozenset({"setup", "qr"})
ENDED = "session_ended"  # in the session that follows: why the one before is over
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class EntryMiddleware:
    """Ask on every request of the cabinet's host whether this person may be here now.

    Mandate, membership and blocks are looked up each time, so whatever staff or the
    register change acts on the very next request (REQ-1.4, REQ-2.1.e, REQ-2.4).
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Pass on; the decision needs the view and is made in :meth:`process_view`."""
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Let the request through, or answer in the view's place."""
        if request.host.name != "lk":
            return None
        request.entrance = entrance = find_entrance(request)
        closed = getattr(view, "login_required", True)
        if closed or getattr(view, "closed_during_outage", False):
            outage = suspending("cabinet")
            if outage and not request.user.is_staff:
                return suspended_response(request, outage)
        if self.may_enrol(request):
            return None
        if entrance is None and request.was_signed_in and (closed or not may_sign_in(request.password_user)):
            self.end_session(request)
        if not closed:
            return None
        if entrance is None:
            return self.to_the_door(request)
        return (
            self.to_agreements(request, view, entrance)
            or self.limits_of_staff(request, view, entrance)
            or self.limits_of_mandate(request, view, entrance)
        )

    @staticmethod
    def to_agreements(request, view, entrance):
        """Ask somebody who came in for what they have not agreed to, before anything else (REQ-2.2)."""
        if (
            not request.session.get(ASKED)
            or entrance.looking_in
            or getattr(view, "before_agreement", False)
            or request.resolver_match.namespace == "two_factor"
        ):
            return None
        query = f"?{urlencode({'next': request.get_full_path()})}" if request.method in SAFE_METHODS else ""
        return redirect(reverse("accounts:agreements") + query)

    @staticmethod
    def limits_of_mandate(request, view, entrance):
        """Answer 403 where the mandate lacks what the view needs; staff looking in only see (REQ-1.1.d)."""
        missing = getattr(view, "needed_permissions", frozenset()) - entrance.permissions
        if not missing:
            return None
        if entrance.looking_in:
            return render(request, "lk_addon/accounts/read_only.html", status=403)
        return render(request, "lk_addon/accounts/not_permitted.html", {"missing": in_words(missing)}, status=403)

    @staticmethod
    def limits_of_staff(request, view, entrance):
        """Staff look at one chosen member, change nothing and leave a trace."""
        if not entrance.looking_in or request.resolver_match.namespace == "two_factor":
            return None  # one's own second factor is not the member's
        if request.method not in SAFE_METHODS and not getattr(view, "staff_may_post", False):
            return render(request, "lk_addon/accounts/read_only.html", status=403)
        if getattr(view, "without_member", False):
            return None
        if entrance.member is None:
            return redirect("accounts:choose_member")
        note_look(request)
        return None

    @staticmethod
    def may_enrol(request):
        """Let somebody who must have a second factor and has none add one: the door's views check the rest."""
        match = request.resolver_match
        return (
            match.namespace == "two_factor"
            and match.url_name in ENROLMENT
            and not request.user.is_authenticated
            and request.password_user.is_authenticated
            and may_sign_in(request.password_user)
        )

    @staticmethod
    def end_session(request):
        """End what is left of a session of somebody who may not be here any more; the door says so, once."""
        reason = "contacts" if blocked_for_contacts(request.password_user) else "closed"
        logout(request)
        request.session[ENDED] = "idle" if request.timed_out else reason

    @staticmethod
    def to_the_door(request):
        """Lead to the sign-in page, which says why a session has ended and goes on where one was left alone."""
        reason = request.session.get(ENDED)
        query = {"reason": reason} if reason else {}
        if reason in (None, "idle") and request.method in SAFE_METHODS and request.path != "/":
            query["next"] = request.get_full_path()
        address = reverse("two_factor:login") + (f"?{urlencode(query)}" if query else "")
        response = redirect(address)
        if getattr(request, "htmx", False):
            response = redirect(address)
            response.status_code = 204
            response["HX-Redirect"] = address
        return response
