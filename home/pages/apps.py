from django.apps import AppConfig


class PagesConfig(AppConfig):
    """The home page, plain pages, search."""

    name = "home.pages"
    label = "pages"
    verbose_name = "Страницы"
