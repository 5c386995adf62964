"""Ways of proving the second factor, as two_factor's registry knows them."""

from two_factor.plugins.registry import GeneratorMethod
from two_factor.plugins.webauthn.method import WebAuthnMethod

from cms.users.forms import AuthenticatorForm, AuthenticatorSetupForm, PasskeyForm, PasskeySetupForm
from cms.users.models import Authenticator


class AuthenticatorMethod(GeneratorMethod):
    """Codes of an application, kept in our own encrypted model."""

    verbose_name = "Приложение с кодами на телефоне"

    def get_devices(self, user):
        """Return the user's applications."""
        return Authenticator.objects.devices_for_user(user, confirmed=True)

    def recognize_device(self, device):
        """Say whether the device is an application."""
        return isinstance(device, Authenticator)

    def get_setup_forms(self, *args):
        """Return the step that shows the QR code and asks for the first code."""
        return {self.code: AuthenticatorSetupForm}

    def get_token_form_class(self):
        """Return the form of sign-in."""
        return AuthenticatorForm

    def get_action(self, device):
        """Name the way on a button."""
        return "Код из приложения"

    def get_verbose_action(self, device):
        """Say what to do."""
        return "Введите шестизначный код из приложения на телефоне."


class PasskeyMethod(WebAuthnMethod):
    """Passkeys, asked for by a script that the strict Content-Security-Policy allows."""

    verbose_name = "Ключ доступа (passkey): отпечаток, лицо, PIN-код или USB-ключ"

    def get_devices(self, user):
        """Return the user's passkeys."""
        return user.webauthn_keys.filter(confirmed=True)

    def get_setup_forms(self, *args):
        """Return the step in which the browser makes a passkey."""
        return {self.code: PasskeySetupForm}

    def get_token_form_class(self):
        """Return the form of sign-in."""
        return PasskeyForm

    def get_action(self, device):
        """Name the way on a button."""
        return "Ключ доступа"

    def get_verbose_action(self, device):
        """Say what to do."""
        return "Подтвердите вход ключом доступа."
