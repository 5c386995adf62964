from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from cms.audit.domain import record
from cms.core.signals import demo_requested, prepare_requested


class Command(BaseCommand):
    """Load demonstration content and accounts. Safe to repeat; refuses outside development."""

    help = "Загружает демонстрационные данные; только для разработки, можно повторять."

    def add_arguments(self, parser):
        """``--members N`` asks the register for N generated members beside the named ones."""
        parser.add_argument(
            "--members",
            type=int,
            default=0,
            help="сколько вымышленных членов создать в реестре сверх поимённых; повтор добавит недостающих",
        )

    @transaction.atomic
    def handle(self, *args, members, **options):
        """Prepare the site, then ask every app for its demonstration content."""
        if not settings.DEMO_ALLOWED:
            raise CommandError("Демонстрационные данные загружаются только в среде разработки.")
        prepare_requested.send(sender=type(self))
        demo_requested.send(sender=type(self), members=members, stdout=self.stdout)
        record("demo.loaded")
        self.stdout.write("Готово: демонстрационные данные загружены.")
