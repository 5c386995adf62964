from django.apps import AppConfig


class NewsConfig(AppConfig):
    """News."""

    name = "home.news"
    label = "news"
    verbose_name = "Новости"

    def ready(self):
        """Connect the receivers."""
        from home.news import demo, prepare  # noqa: F401, PLC0415 - models are not loaded before
