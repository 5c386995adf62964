from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    """Inspections of members, their annual reports and specialists."""

    name = "lk_addon.supervision"
    label = "supervision"
    verbose_name = "Контроль"

    def ready(self):
        """Connect the receivers."""
        # Models are not loaded before; letters of the demo come after its inspections and reports.
        from lk_addon.supervision import demo, demo_letters, prepare, public, tasks  # noqa: F401, PLC0415

        public.connect()
