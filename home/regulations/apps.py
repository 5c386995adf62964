from django.apps import AppConfig


class RegulationsConfig(AppConfig):
    """Regulations, their editions and clauses."""

    name = "home.regulations"
    label = "regulations"
    verbose_name = "Регламенты и документы"
