from django.apps import AppConfig


class SignaturesConfig(AppConfig):
    """Checking electronic signatures: trust, verdicts, evidence."""

    name = "lk_addon.signatures"
    label = "signatures"
    verbose_name = "Электронные подписи"

    def ready(self):
        """Let the check of the system stand."""
        from lk_addon.signatures import checks  # noqa: F401, PLC0415 - settings are not loaded before
