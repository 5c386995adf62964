from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Files that members and the SRO exchange: taken in, scanned, kept, given away."""

    name = "lk_addon.files"
    label = "files"
    verbose_name = "Файлы обмена"

    def ready(self):
        """Register the handler and the check; name the acts of the journal."""
        from lk_addon.files import journal, prepare, system_checks, tasks  # noqa: F401, PLC0415 - need the apps
