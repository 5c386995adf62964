from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Files that members and the SRO exchange: taken in, scanned, kept, given away."""

    name = "lk_addon.files"
    label = "files"
    verbose_name = "Файлы обмена"
