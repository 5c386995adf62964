"""Signing in and out of the cabinet."""

from django.contrib.auth import logout
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from cms.users.views.login import LoginView as DoorView
from home.outages.queries import suspending
from lk_addon.accounts.agreements import note_what_is_asked
from lk_addon.accounts.middleware import ENDED
from lk_addon.accounts.rules import blocked_for_contacts, may_sign_in

#: Why somebody stands before the door, by the ``reason`` in the address.
REASONS = {
    "out": "Вы вышли.",
    "idle": "Сеанс завершён, потому что вы долго ничего не делали. Войдите снова.",
    "closed": "Сеанс завершён. Если войти не получается, обратитесь в СРО.",
    "contacts": "Доступ приостановлен: контактные данные, по которым СРО связывается с вами, недостоверны или "
    "устарели (п.\u00a02.1 регламента). Сообщите в СРО действующие телефон и адрес почты. После проверки доступ "
    "вернут; пароль останется прежним.",
}


class LoginView(DoorView):
    """The cabinet's door: password and second factor, one refusal for every account (REQ-2.5)."""

    def reason_to_refuse(self, user):
        """Refuse whom the rules keep out; while an outage suspends the cabinet, everybody but staff (REQ-6.2)."""
        if not may_sign_in(user):
            self.blocked_for_contacts = blocked_for_contacts(user)
            return "no mandate in force"
        if suspending("cabinet") and not user.is_staff:
            return "outage"
        return None

    def post(self, *args, **kwargs):
        """Tell the reason to somebody blocked for their contacts who gave the right password (REQ-2.1.g)."""
        response = super().post(*args, **kwargs)
        if getattr(self, "blocked_for_contacts", False):
            return redirect(f"{self.request.path}?reason=contacts")
        return response

    def done(self, form_list, **kwargs):
        """After sign-in, look whether an edition in force is not agreed to yet (REQ-2.2)."""
        response = super().done(form_list, **kwargs)
        if self.request.user.is_authenticated:
            note_what_is_asked(self.request)
        return response

    def get_template_names(self):
        """The password step is ours; the second factor looks as on every door."""
        return "lk_addon/accounts/login.html" if self.steps.current == self.AUTH_STEP else self.template_name

    def get_context_data(self, form, **kwargs):
        """Add what to say above the form."""
        context = super().get_context_data(form, **kwargs)
        reason = REASONS.get(self.request.session.pop(ENDED, None) or self.request.GET.get("reason"))
        return context | {"reason": reason, "outage": suspending("cabinet")}

    def render_to_response(self, context, **response_kwargs):
        """During an outage the page says 503, though staff may use its form.

        The status is set outside of the session's middleware: that keeps no session
        of a failure, and the form's CSRF token lives in the session.
        """
        response = super().render_to_response(context, **response_kwargs)
        response.outage = context["outage"]
        return response


@require_POST
def sign_out(request):
    """End the session on the server (REQ-6.1, регламент п. 6.1)."""
    reason = "idle" if request.POST.get("reason") == "idle" else "out"
    logout(request)
    return redirect(f"{reverse('two_factor:login')}?reason={reason}")
