"""``manage.py import_members FILE``: members into the register."""

from lk_addon.exchange.management.importing import ImportCommand


class Command(ImportCommand):
    """Import members from a table."""

    help = "Загружает членов СРО из XLSX, XLS, ODS или CSV. С --dry-run только показывает, что изменится."
    kinds = {"": "members"}
