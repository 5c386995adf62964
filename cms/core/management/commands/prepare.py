from django.core.management.base import BaseCommand
from django.db import transaction

from cms.core import pagecache
from cms.core.signals import prepare_requested


class Command(BaseCommand):
    """Bring what the site cannot do without: its root pages, groups, workflows. Safe to repeat."""

    help = "Создаёт обязательные страницы, группы и процессы согласования; можно повторять."

    @transaction.atomic
    def handle(self, *args, **options):
        """Ask every app for its part; one failure undoes all."""
        prepare_requested.send(sender=type(self))
        pagecache.clear()  # a new release may render every page anew
        self.stdout.write("Готово: обязательные страницы, группы и процессы на месте.")
