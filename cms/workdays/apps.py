from django.apps import AppConfig


class WorkdaysConfig(AppConfig):
    """The production calendar, and deadlines counted in working days."""

    name = "cms.workdays"
    label = "workdays"
    verbose_name = "Производственный календарь"

    def ready(self):
        """Forget the calendar that is remembered when it is edited."""
        from cms.core import pagecache  # noqa: PLC0415 - models are not loaded before
        from cms.workdays import models, prepare  # noqa: F401, PLC0415

        pagecache.clear_on_change(models.CalendarYear, models.CalendarDay)
