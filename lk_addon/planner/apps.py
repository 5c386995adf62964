from django.apps import AppConfig


class PlannerConfig(AppConfig):
    """One calendar of a member's duties, in the cabinet and at a private address for other calendars."""

    name = "lk_addon.planner"
    label = "planner"
    verbose_name = "Календарь сроков"

    def ready(self):
        """Connect the receivers."""
        from lk_addon.planner import receivers  # noqa: F401, PLC0415 - models are not loaded before
