"""A person's own second factors: look, add, remove, backup codes. And the password: confirm, change."""

from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import RedirectURLMixin
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView, TemplateView, View
from two_factor.views import QRGeneratorView as TwoFactorQRGeneratorView
from two_factor.views import SetupView as TwoFactorSetupView

from cms.core import sessions
from cms.users import domain
from cms.users.confirmation import (
    ask_to_confirm,
    mark_confirmed,
    recent_confirmation_required,
    recently_confirmed,
)
from cms.users.forms import ConfirmPasswordForm, MethodForm, PasswordChangeForm
from cms.users.queries import backup_codes_left, has_second_factor, open_sessions, second_factors
from cms.users.rules import may_enrol_first, second_factor_required


class LayoutMixin:
    """The template around the card, the page to go on to and that of an alarm; each host has its own."""

    layout = "cms/users/layout.html"
    home = "two_factor:profile"
    alarm = None

    def get_context_data(self, *args, **kwargs):
        """Add them."""
        return super().get_context_data(*args, **kwargs) | {
            "layout": self.layout,
            "home_url": reverse(self.home),
            "alarm_url": self.alarm and reverse(self.alarm),
        }


@method_decorator([never_cache, login_required], name="dispatch")
class SignedInView(LayoutMixin, View):
    """A page of the security section."""


@method_decorator(recent_confirmation_required, name="dispatch")
class ConfirmedView(SignedInView):
    """A page that also wants the password typed within PASSWORD_CONFIRMATION_AGE."""


@method_decorator(never_cache, name="dispatch")
class EnrolmentMixin(LayoutMixin):
    """A step of adding a second factor.

    Somebody who has none and must have one comes here with nothing but a fresh password:
    it is all that such a session may do. Somebody who has one needs it, and a fresh password too.
    """

    def dispatch(self, request, *args, **kwargs):
        """Let in the signed-in and the not yet enrolled; send the rest to the door."""
        if not request.user.is_authenticated:
            newcomer = request.password_user
            if not (newcomer.is_authenticated and may_enrol_first(newcomer) and recently_confirmed(request)):
                return auth_views.redirect_to_login(request.get_full_path(), reverse("two_factor:login"))
            request.user = newcomer
        elif not recently_confirmed(request):
            return ask_to_confirm(request)
        return super().dispatch(request, *args, **kwargs)


class SetupView(EnrolmentMixin, TwoFactorSetupView):
    """Add an application with codes or a passkey."""

    form_list = (("method", MethodForm),)
    template_name = "cms/users/setup.html"
    success_url = "two_factor:setup_complete"

    def get(self, request, *args, **kwargs):
        """Start anew, also for somebody who has a device already."""
        self.storage.reset()
        self.storage.current_step = self.steps.first
        return self.render(self.get_form())

    def get_success_url(self):
        """Go on to the backup codes, wherever the person was heading."""
        return reverse(self.success_url)

    def get_context_data(self, form, **kwargs):
        """Add what the browser needs to make a passkey."""
        context = super().get_context_data(form, **kwargs) | {"cancel_url": reverse("two_factor:profile")}
        if hasattr(form, "creation_options"):
            context["passkey_options"] = form.creation_options()
        return context

    def done(self, form_list, **kwargs):
        """Add the device and go on in a new session that has shown it."""
        response = super().done(form_list, **kwargs)
        self.request.session.cycle_key()
        domain.note_added_device(self.request.user, self.request.user.otp_device, self.request.session.host)
        return response


class QRGeneratorView(EnrolmentMixin, TwoFactorQRGeneratorView):
    """The key of the application being added, as an image."""


class SetupCompleteView(SignedInView, TemplateView):
    """Added; offer backup codes."""

    template_name = "cms/users/setup_complete.html"

    def get_context_data(self, **kwargs):
        """Add what is still to do."""
        return super().get_context_data(**kwargs) | {"backup_codes_left": backup_codes_left(self.request.user)}


class ProfileView(SignedInView, TemplateView):
    """The person's devices, codes and sessions."""

    template_name = "cms/users/security.html"

    def get_context_data(self, **kwargs):
        """Add them."""
        user = self.request.user
        return super().get_context_data(**kwargs) | {
            "devices": second_factors(user),
            "backup_codes_left": backup_codes_left(user),
            "required": second_factor_required(user),
            "sessions": open_sessions(user, self.request.session),
        }


class BackupCodesView(ConfirmedView, TemplateView):
    """New backup codes in place of the old ones, shown once, in the answer to the POST."""

    template_name = "cms/users/backup_codes.html"

    @method_decorator(recent_confirmation_required)
    def dispatch(self, request, *args, **kwargs):
        """There are no codes where there is no factor that they would replace."""
        if request.user.is_authenticated and not has_second_factor(request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        """Add how many are left."""
        return super().get_context_data(**kwargs) | {"backup_codes_left": backup_codes_left(self.request.user)}

    def post(self, request):
        """Make and show them."""
        codes = domain.make_backup_codes(user=request.user)
        return self.render_to_response(self.get_context_data(codes=codes))


class RemoveDeviceView(ConfirmedView, TemplateView):
    """Remove one device; the last one only where none is demanded."""

    template_name = "cms/users/remove_device.html"

    def get_device(self):
        """Return the person's device of this id, or answer 404."""
        wanted = self.kwargs["persistent_id"]
        for device in second_factors(self.request.user):
            if device.persistent_id == wanted:
                return device
        raise Http404

    def get_context_data(self, **kwargs):
        """Add the device, and whether it may go."""
        user = self.request.user
        last = len(second_factors(user)) == 1
        return super().get_context_data(**kwargs) | {
            "device": self.get_device(),
            "last": last,
            "kept": last and second_factor_required(user),
        }

    def post(self, request, persistent_id):
        """Remove it."""
        if self.get_context_data()["kept"]:
            return self.get(request, persistent_id=persistent_id)
        domain.remove_device(user=request.user, device=self.get_device())
        return redirect("two_factor:profile")


@method_decorator(sensitive_post_parameters(), name="dispatch")
class ConfirmPasswordView(RedirectURLMixin, SignedInView, FormView):
    """Ask for the password and go back to where it was wanted."""

    form_class = ConfirmPasswordForm
    template_name = "cms/users/confirm.html"
    redirect_field_name = REDIRECT_FIELD_NAME
    next_page = "two_factor:profile"

    def get_form_kwargs(self):
        """Let the form ask the backends about this request."""
        return super().get_form_kwargs() | {"request": self.request}

    def form_valid(self, form):
        """Note it, under a new session id."""
        self.request.session.cycle_key()
        mark_confirmed(self.request)
        return super().form_valid(form)


@method_decorator(never_cache, name="dispatch")
class PasswordChangeView(LayoutMixin, auth_views.PasswordChangeView):
    """Change the password (REQ-2.3.c): the current one is wanted, and other sessions end."""

    form_class = PasswordChangeForm
    template_name = "cms/users/password_change.html"
    success_url = reverse_lazy("two_factor:profile")

    def get_form_kwargs(self):
        """Let the form ask the backends about this request."""
        return super().get_form_kwargs() | {"request": self.request}

    def form_valid(self, form):
        """Change it and write that down."""
        with transaction.atomic():
            response = super().form_valid(form)
            domain.note_password_changed(self.request.user)
        sessions.mark(self.request.session)
        messages.success(self.request, "Пароль изменён, остальные сеансы завершены.")
        return response
