"""One's own account: contacts, password, which organisation is in view."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from cms.audit import domain as audit
from cms.users.models import User
from cms.users.views.security import PasswordChangeView
from lk_addon.accounts import letters
from lk_addon.accounts.agreements import consents_in_force, history_of
from lk_addon.accounts.domain.contacts import revoke_email_changes
from lk_addon.accounts.entry import SESSION_KEY
from lk_addon.accounts.queries import members_visible_to
from lk_addon.accounts.signals import ways_closed
from lk_addon.cabinet.letters import queue_letter


@require_safe
def account(request):
    """«Мои данные»: one's own contacts, masked (REQ-4.2, REQ-4.9)."""
    mandate = request.user.mandates.filter(member=request.entrance.member, revoked_at=None).first()
    context = {
        "mandate": mandate,
        "consents": history_of(request.user),
        "consents_in_force": consents_in_force(request.user),
    }
    return render(request, "lk_addon/accounts/account.html", context)


class PasswordView(PasswordChangeView):
    """Change one's password: other sessions end, a letter tells of it (REQ-2.3.c, регламент п. 2.3)."""

    def form_valid(self, form):
        """Change it, close what leads in past it and queue the letter, all or nothing.

        Whoever asked for another address, or took one of the calendar, may be the one because of whom it is changed.
        """
        with audit.act():
            response = super().form_valid(form)
            closed = revoke_email_changes([self.request.user])
            ways = ways_closed.send(sender=User, mandates=self.request.user.mandates.all())
            queue_letter(
                letters.PASSWORD_CHANGED,
                to=self.request.user.email,
                context={"login": self.request.entrance.login_label},
            )
        if closed:
            messages.info(
                self.request,
                "Смену адреса почты, запрошенную раньше, отменили. Если её запрашивали вы, запросите снова.",
            )
        if words := ", ".join(said for _receiver, said in ways if said):
            messages.info(self.request, f"Вместе с паролем закрыли то, что открывается без него: {words}.")
        return response


@require_POST
def switch_member(request):
    """Put another of one's organisations in view; one that is not one's own does not exist."""
    number = request.POST.get("number", "").strip()
    member = members_visible_to(request.user).filter(registration_number=number).first()
    if member is None:
        raise Http404
    request.session[SESSION_KEY] = member.registration_number
    return redirect("cabinet:dashboard")


@require_POST
def leave_member(request):
    """Let staff stop looking at a member's cabinet."""
    if not request.entrance.looking_in:
        raise Http404
    request.session.pop(SESSION_KEY, None)
    return redirect("accounts:choose_member")


@require_safe
def choose_member(request):
    """Let staff find the member at whose cabinet they want to look."""
    if not request.entrance.looking_in:
        raise Http404
    wanted = request.GET.get("q", "").strip()
    found = members_visible_to(request.user)
    if wanted:
        found = found.matching(wanted)
    return render(request, "lk_addon/accounts/choose_member.html", {"wanted": wanted, "members": found[:20]})
