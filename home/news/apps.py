from django.apps import AppConfig


class NewsConfig(AppConfig):
    """News."""

    name = "home.news"
    label = "news"
    verbose_name = "Новости"
