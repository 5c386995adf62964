"""The forms of the door: password, codes, passkeys."""

import json

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.forms import PasswordChangeForm as DjangoPasswordChangeForm
from django.contrib.auth.signals import user_login_failed
from two_factor.forms import AuthenticationTokenForm, BackupTokenForm, TOTPDeviceForm
from two_factor.forms import MethodForm as TwoFactorMethodForm
from two_factor.plugins.webauthn import forms as webauthn_forms
from two_factor.plugins.webauthn.utils import (
    make_credential_creation_options,
    make_credential_request_options,
    verify_registration_response,
)
from webauthn.helpers.exceptions import WebAuthnException

from cms.users.models import Authenticator
from cms.users.password_validation import LONGEST
from cms.users.queries import second_factors

WRONG_CODE = "Код не подошёл. Проверьте его и попробуйте ещё раз."
WRONG_PASSKEY = "Ключ доступа не подошёл. Попробуйте ещё раз."
TOO_MANY = "Слишком много неверных кодов подряд. Подождите немного и попробуйте снова."

OTP_ERRORS = {
    "token_required": "Введите код.",
    "invalid_token": WRONG_CODE,
    "n_failed_attempts": TOO_MANY,
    "verification_not_allowed": "Проверка кодов сейчас невозможна.",
    "device_required": "Выберите способ подтверждения.",
}


class PasswordForm(AuthenticationForm):
    """Login and password. Every refusal looks and costs the same: nobody learns which accounts exist."""

    error_messages = {
        "invalid_login": "Неверная электронная почта или пароль.",
        "inactive": "Неверная электронная почта или пароль.",
    }

    def __init__(self, request=None, *, reason_to_refuse=None, **kwargs):
        super().__init__(request, **kwargs)
        self.reason_to_refuse = reason_to_refuse
        self.fields["username"].widget = forms.EmailInput(
            attrs={"autofocus": True, "autocomplete": "username", "maxlength": 254}
        )
        self.fields["username"].label = "Электронная почта"
        self.fields["password"].label = "Пароль"
        self.fields["password"].max_length = LONGEST
        self.fields["password"].widget.attrs["maxlength"] = LONGEST

    def clean_password(self):
        """Let no password of megabytes reach the hash."""
        return self.cleaned_data["password"][: LONGEST + 1]

    def confirm_login_allowed(self, user):
        """Refuse a user whom this door does not know as it refuses a wrong password, counting it the same."""
        super().confirm_login_allowed(user)
        reason = self.reason_to_refuse(user) if self.reason_to_refuse else None
        if reason:
            credentials = {"username": self.cleaned_data["username"]}
            user_login_failed.send(sender=__name__, credentials=credentials, request=self.request)
            raise self.get_invalid_login_error()


class ConfirmPasswordForm(forms.Form):
    """The password of the person who is signed in already."""

    password = forms.CharField(
        label="Пароль",
        strip=False,
        max_length=LONGEST,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )

    def __init__(self, *, request, **kwargs):
        super().__init__(**kwargs)
        self.request = request

    def clean_password(self):
        """Check the password through the backends, so that guesses are counted as at the door."""
        password = self.cleaned_data["password"]
        user = authenticate(self.request, username=self.request.user.get_username(), password=password)
        if user != self.request.user:
            raise forms.ValidationError("Неверный пароль.", code="invalid_login")
        return password


class PasswordChangeForm(DjangoPasswordChangeForm):
    """The current password, checked as at the door, and a new one."""

    def __init__(self, user, *, request, **kwargs):
        super().__init__(user, **kwargs)
        self.request = request

    def clean_old_password(self):
        """Check through the backends, so that guesses are counted."""
        password = self.cleaned_data["old_password"][: LONGEST + 1]
        if authenticate(self.request, username=self.user.get_username(), password=password) != self.user:
            raise forms.ValidationError("Неверный текущий пароль.", code="password_incorrect")
        return password


class MethodForm(TwoFactorMethodForm):
    """Which kind of second factor to add."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.fields["method"].label = "Способ"


def code_field(label="Код из приложения"):
    """Return a field for six digits that telephones fill in by themselves."""
    return forms.CharField(
        label=label,
        max_length=6,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True}),
    )


class AuthenticatorSetupForm(TOTPDeviceForm):
    """The first code of an application that is being added; it is then used up."""

    token = code_field()

    def clean_token(self):
        """Check the code against the key that was just shown."""
        token = self.cleaned_data["token"]
        self.step_used = Authenticator.matching_step(self.bin_key, token)
        if self.step_used is None:
            raise forms.ValidationError(WRONG_CODE, code="invalid_token")
        return token

    def save(self):
        """Add the application to the user's second factors."""
        device = Authenticator(user=self.user, name="default", last_step=self.step_used)
        device.key = self.bin_key
        device.save()
        return device


class AuthenticatorForm(AuthenticationTokenForm):
    """A code of an application, at sign-in."""

    otp_error_messages = OTP_ERRORS
    otp_token = code_field()


class BackupCodeForm(BackupTokenForm):
    """A code from paper, at sign-in."""

    otp_error_messages = OTP_ERRORS
    otp_token = forms.CharField(
        label="Резервный код",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True, "autocapitalize": "characters"}),
    )


class PasskeySetupForm(webauthn_forms.WebauthnDeviceValidationForm):
    """The browser's answer to the question for a new passkey; filled in by ``passkey.js``."""

    token = forms.CharField(widget=forms.HiddenInput(attrs={"data-passkey-answer": True}))

    class Media:
        js = ("users/js/passkey.js",)
        extend = False

    def __init__(self, device, request, **kwargs):
        super(webauthn_forms.WebauthnDeviceValidationForm, self).__init__(device, **kwargs)
        self.request = request

    def creation_options(self):
        """Make a new question for the browser: options of ``navigator.credentials.create``."""
        known = [device.key_handle for device in self.request.user.webauthn_keys.all()]
        options, challenge = make_credential_creation_options(
            self.webauthn_user, self.webauthn_rp, excluded_credential_ids=known
        )
        self.request.session["webauthn_creation_challenge"] = challenge
        return json.loads(options)

    def clean_token(self):
        """Verify the answer, to the question that was asked last and only once."""
        token = self.cleaned_data["token"]
        expected = {
            "expected_rp_id": self.webauthn_rp.id,
            "expected_origin": self.webauthn_origin,
            "expected_challenge": self.request.session.pop("webauthn_creation_challenge", ""),
        }
        try:
            verify_registration_response(**expected, registration_token=token)
        except (WebAuthnException, ValueError) as error:
            raise forms.ValidationError(WRONG_PASSKEY, code="invalid_token") from error
        self.cleaned_data |= expected
        return token


class PasskeyForm(webauthn_forms.WebauthnAuthenticationTokenForm):
    """The browser's answer to the question for a known passkey; filled in by ``passkey.js``."""

    otp_error_messages = OTP_ERRORS

    @property
    def media(self):
        """The script that asks the browser."""
        return forms.Media(js=("users/js/passkey.js",))

    def __init__(self, user, initial_device, request, **kwargs):
        super(webauthn_forms.WebauthnAuthenticationTokenForm, self).__init__(user, initial_device, **kwargs)
        self.request = request
        self.fields["otp_token"] = forms.CharField(widget=forms.HiddenInput(attrs={"data-passkey-answer": True}))

    def request_options(self):
        """Make a new question for the browser: options of ``navigator.credentials.get``."""
        here = second_factors(self.user, self.request.session.host)
        known = [device.key_handle for device in here if hasattr(device, "key_handle")]
        options, challenge = make_credential_request_options(self.webauthn_rp, allowed_credential_ids=known)
        self.request.session["webauthn_request_options"] = options
        self.request.session["webauthn_request_challenge"] = challenge
        return json.loads(options)

    def _verify_token(self, user, token, device=None):
        if "webauthn_request_challenge" not in self.request.session:
            raise forms.ValidationError(WRONG_PASSKEY, code="invalid_token")
        try:
            return super()._verify_token(user, token, device)
        except (forms.ValidationError, ValueError) as error:
            raise forms.ValidationError(WRONG_PASSKEY, code="invalid_token") from error
