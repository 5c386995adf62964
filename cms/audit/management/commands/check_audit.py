from django.core.management.base import BaseCommand, CommandError

from cms.audit.domain import first_broken_entry
from cms.audit.models import AuditEntry


class Command(BaseCommand):
    """Verify the journal's chain; ends with status 1 and the first entry that was altered."""

    help = "Проверяет цепочку журнала действий."

    def handle(self, *args, **options):
        """Check, and print the last hash: kept elsewhere, it shows later whether the end was cut off."""
        broken = first_broken_entry()
        if broken is not None:
            raise CommandError(f"Цепочка журнала нарушена: запись {broken.pk} от {broken.at:%d.%m.%Y %H:%M:%S}.")
        last = AuditEntry.objects.order_by("-pk").first()
        self.stdout.write(
            f"Журнал цел: записей {AuditEntry.objects.count()}, последний хеш {last.hash if last else '—'}."
        )
