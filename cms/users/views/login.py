"""Signing in and out."""

from django.conf import settings
from django.contrib.auth import login
from django.core.exceptions import NON_FIELD_ERRORS
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from two_factor.views import LoginView as TwoFactorLoginView

from cms.users import domain
from cms.users.confirmation import mark_confirmed
from cms.users.forms import AuthenticatorForm, BackupCodeForm, PasswordForm
from cms.users.models import BackupCodes
from cms.users.queries import backup_codes_left, has_second_factor, second_factors
from cms.users.rules import second_factor_required

STATE = "session_auth_hash"


class LoginView(TwoFactorLoginView):
    """Password, then second factor where there is one; a new session id after each.

    A host subclasses it with ``next_page`` (name of the URL that follows), ``layout``
    (the template around the card) and :meth:`reason_to_refuse`.
    """

    AUTH_STEP, TOKEN_STEP, BACKUP_STEP = "auth", "token", "backup"

    form_list = ((AUTH_STEP, PasswordForm), (TOKEN_STEP, AuthenticatorForm), (BACKUP_STEP, BackupCodeForm))
    template_name = "cms/users/login.html"
    layout = "cms/users/layout.html"
    next_page = None
    redirect_authenticated_user = True

    def reason_to_refuse(self, user):
        """Say why this user, whose password was right, may not come in here; None when they may.

        The reason is for the audit journal: outside it looks like a wrong password.
        """

    def devices_here(self):
        """Return the person's devices that can be shown on this host: a passkey of the other one cannot."""
        user = self.get_user()
        return second_factors(user, self.request.session.host) if user else []

    def has_token_step(self):
        """Any confirmed device counts, whatever its name."""
        return bool(self.devices_here())

    def has_backup_step(self):
        """A backup code stands in for a second factor that was not shown yet, or cannot be shown here."""
        user = self.get_user()
        return bool(user and has_second_factor(user)) and self.TOKEN_STEP not in self.storage.validated_step_data

    condition_dict = {TOKEN_STEP: has_token_step, BACKUP_STEP: has_backup_step}

    def setup(self, request, *args, **kwargs):
        """Take a copy of the list of steps: the library swaps forms in it, and the view class shares it."""
        super().setup(request, *args, **kwargs)
        self.form_list = self.form_list.copy()

    def get_user(self):
        """Return the user of the password step, unless the password or the sessions were changed since."""
        user = super().get_user()
        if user and constant_time_compare(self.storage.data.get(STATE, ""), user.get_session_auth_hash()):
            return user
        return False

    def get_device(self, step=None):
        """Return the device that is asked for: the backup codes, the chosen one or the first."""
        user = self.get_user()
        if step == self.BACKUP_STEP:
            return BackupCodes.objects.filter(user=user).first()
        devices = self.devices_here()
        chosen = self.request.POST.get("challenge_device") or self.storage.data.get("challenge_device")
        return next((device for device in devices if device.persistent_id == chosen), devices[0])

    def get_other_devices(self, main_device):
        """Return the ways on besides ``main_device``; a browser tries all passkeys of the host at once."""
        kinds = {type(main_device)} if hasattr(main_device, "key_handle") else set()
        others = []
        for device in self.devices_here():
            if device != main_device and type(device) not in kinds:
                others.append(device)
                kinds |= {type(device)} if hasattr(device, "key_handle") else set()
        return others

    def get_form_kwargs(self, step=None):
        """Let the password form ask this door."""
        kwargs = super().get_form_kwargs(step)
        if step == self.AUTH_STEP:
            kwargs["reason_to_refuse"] = self.reason_to_refuse
        return kwargs

    def process_step(self, form):
        """After the right password, remember the person under a new session id."""
        data = super().process_step(form)
        if self.steps.current == self.AUTH_STEP:
            self.request.session.cycle_key()
            self.storage.data[STATE] = form.get_user().get_session_auth_hash()
        return data

    def render(self, form=None, **kwargs):
        """Keep in the person's history that a code was refused after the right password."""
        if form is not None and form.is_bound and form.has_error(NON_FIELD_ERRORS, "invalid_token"):
            domain.note_refused_code(user=form.user, request=self.request)
        return super().render(form, **kwargs)

    def done(self, form_list, **kwargs):
        """Sign the person in, unless the door was closed to them meanwhile."""
        user = self.get_user()
        device = getattr(user, "otp_device", None)
        if not user or self.reason_to_refuse(user) or (device is None and has_second_factor(user)):
            self.storage.reset()
            return redirect(self.request.get_full_path())
        login(self.request, user)
        mark_confirmed(self.request)
        if device is None and second_factor_required(user):
            return redirect(f"{reverse('two_factor:setup')}?{self.request.GET.urlencode()}")
        return redirect(self.get_success_url())

    def get_success_url(self):
        """Return the page that was asked for, when it is ours and another one; else ``next_page``."""
        asked = self.get_redirect_url()
        return asked if asked and asked.partition("?")[0] != self.request.path else self.get_default_redirect_url()

    def get_context_data(self, form, **kwargs):
        """Add the layout and, at the second step, the other ways in."""
        context = super().get_context_data(form, **kwargs) | {"layout": self.layout, "cancel_url": self.request.path}
        if self.steps.current == self.TOKEN_STEP:
            context["backup_tokens"] = backup_codes_left(self.get_user())
            if hasattr(form, "request_options"):
                context["passkey_options"] = form.request_options()
        if self.steps.current == self.BACKUP_STEP and not self.devices_here():
            context |= {"elsewhere": True, "backup_tokens": backup_codes_left(self.get_user())}
        return context


class StaffLoginView(LoginView):
    """The door of the back office."""

    next_page = "wagtailadmin_home"

    def reason_to_refuse(self, user):
        """Only staff whose role lets them into the back office."""
        if user.is_staff and user.has_perm("wagtailadmin.access_admin"):
            return None
        return "not staff"


def locked_out(request, response=None, credentials=None):
    """Answer 429 to a login and address that failed too often, see AXES_LOCKOUT_CALLABLE."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    answer = render(request, "cms/users/locked_out.html", {"minutes": minutes}, status=429)
    answer["Retry-After"] = minutes * 60
    return answer
