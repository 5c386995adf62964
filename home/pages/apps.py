from django.apps import AppConfig


class PagesConfig(AppConfig):
    """The home page, plain pages, search."""

    name = "home.pages"
    label = "pages"
    verbose_name = "Страницы"

    def ready(self):
        """Connect the receivers."""
        from home.pages import demo, prepare  # noqa: F401, PLC0415 - models are not loaded before
