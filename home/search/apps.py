from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Search over pages, clauses of regulations and documents."""

    name = "home.search"
    label = "search"
    verbose_name = "Поиск"

    def ready(self):
        """Connect the receivers."""
        from home.search import prepare  # noqa: F401, PLC0415 - models are not loaded before
