from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Files that members and the SRO exchange: taken in, scanned, kept, given away."""

    name = "lk_addon.files"
    label = "files"
    verbose_name = "Файлы обмена"

    def ready(self):
        """Register the handler; name the acts of the journal."""
        from lk_addon.files import journal, prepare, tasks  # noqa: F401, PLC0415 - need the apps
