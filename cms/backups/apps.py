from django.apps import AppConfig


class BackupsConfig(AppConfig):
    """The database and the files in one archive, and back."""

    name = "cms.backups"
    label = "backups"
    verbose_name = "Резервные копии"
