from django.apps import AppConfig


class MailingsConfig(AppConfig):
    """Letters to all representatives or to some: service ones to everybody, others to those who want them."""

    name = "lk_addon.mailings"
    label = "mailings"
    verbose_name = "Рассылки"

    def ready(self):
        """Connect the receivers and the outbox handler."""
        from lk_addon.mailings import demo, prepare, tasks  # noqa: F401, PLC0415 - models are not loaded before
