"""``manage.py import_finance FILE``: fees and payments, by a table or a bank statement."""

from lk_addon.exchange.management.importing import ImportCommand


class Command(ImportCommand):
    """Import fees and payments; a .txt file is a bank statement."""

    help = (
        "Загружает взносы и оплаты из таблицы или выписки банка (.txt). С --dry-run только показывает, что изменится."
    )
    kinds = {"": "finance", ".txt": "bank"}
