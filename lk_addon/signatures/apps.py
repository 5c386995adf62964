from django.apps import AppConfig


class SignaturesConfig(AppConfig):
    """Checking electronic signatures: trust, verdicts, evidence."""

    name = "lk_addon.signatures"
    label = "signatures"
    verbose_name = "Электронные подписи"
