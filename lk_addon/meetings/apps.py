from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """Meetings: notice, agenda, attendance, ballots, results."""

    name = "lk_addon.meetings"
    label = "meetings"
    verbose_name = "Собрания"

    def ready(self):
        """Connect the receivers."""
        from lk_addon.meetings import demo, prepare, tasks  # noqa: F401, PLC0415 - models are not loaded before
