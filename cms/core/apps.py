from django.apps import AppConfig


class CoreConfig(AppConfig):
    """What every page of both sites shares."""

    name = "cms.core"
    label = "core"
    verbose_name = "Основа сайта"
