from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    """Inspections of members, their annual reports and specialists."""

    name = "lk_addon.supervision"
    label = "supervision"
    verbose_name = "Контроль"

    def ready(self):
        """Connect the receivers."""
        from lk_addon.supervision import demo, prepare, public, tasks  # noqa: F401, PLC0415 - models are not loaded before

        public.connect()
