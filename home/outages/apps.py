from django.apps import AppConfig


class OutagesConfig(AppConfig):
    """Notices of planned and running outages."""

    name = "home.outages"
    label = "outages"
    verbose_name = "Перерывы в работе"
