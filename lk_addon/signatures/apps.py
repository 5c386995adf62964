from django.apps import AppConfig


class SignaturesConfig(AppConfig):
    """Checking electronic signatures: trust, verdicts, evidence."""

    name = "lk_addon.signatures"
    label = "signatures"
    verbose_name = "Электронные подписи"

    def ready(self):
        """Connect the receivers, the check of the system and the outbox handlers."""
        from lk_addon.signatures import checks, prepare, tasks  # noqa: F401, PLC0415 - models are not loaded before
