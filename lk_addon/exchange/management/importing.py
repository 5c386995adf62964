"""What the commands that import share: the same check and the same writing as in the back office, in one go."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from cms.outbox.models import OutboxMessage
from lk_addon.exchange.domain import imports
from lk_addon.exchange.models import ImportRow, ImportRun

SHOWN_ERRORS = 50


class ImportCommand(BaseCommand):
    """Check a file, print what it would change, and write it unless told not to."""

    kinds = {}  # by the extension of the file; "" for any other

    def add_arguments(self, parser):
        """Take the file, and whether to change anything."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="только показать, что изменится")
        parser.add_argument("--ground", default="", help="основание, по которому вносятся данные")

    def handle(self, *, file, dry_run, ground, **options):
        """Do it. Raises CommandError for a file that cannot be read or has wrong rows only."""
        kind = self.kinds.get(file.suffix.lower(), self.kinds[""])
        try:
            with file.open("rb") as opened:
                run = self._check(kind, File(opened, name=file.name), ground)
        except OSError as error:
            raise CommandError(f"Файл не открывается: {error.strerror}.") from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        if run.state == ImportRun.State.UNREADABLE:
            raise CommandError(run.problem)
        self._report(run)
        if not dry_run and run.rows.filter(state__in=ImportRow.PLANNED).exists():
            self._apply(run)

    @staticmethod
    def _check(kind, file, ground):
        with transaction.atomic():
            run = imports.upload(kind=kind, file=file, actor=None, ground=ground)
            OutboxMessage.objects.filter(key__startswith=f"exchange.work:{run.pk}:").delete()  # done right here
        imports.work(run)
        run.refresh_from_db()
        return run

    def _report(self, run):
        counts = run.counts()
        for row in run.rows.filter(state=ImportRow.State.WRONG)[:SHOWN_ERRORS]:
            self.stdout.write(f"строка {row.number}, {row.title}: {' '.join(row.errors)}")
        self.stdout.write(
            f"Строк: {run.all_rows}. Новых: {counts.get('add', 0)}, изменений: {counts.get('change', 0)}, "
            f"без изменений: {run.unchanged_rows}, с ошибками: {counts.get('wrong', 0)}."
        )

    def _apply(self, run):
        with transaction.atomic():
            run = imports.confirm(run=run, actor=None)
            OutboxMessage.objects.filter(key__startswith=f"exchange.work:{run.pk}:").delete()
        imports.work(run)
        run.refresh_from_db()
        counts = run.counts()
        self.stdout.write(f"Внесено: {counts.get('applied', 0)}, отказано: {counts.get('refused', 0)}.")
        for row in run.rows.filter(state=ImportRow.State.REFUSED)[:SHOWN_ERRORS]:
            self.stdout.write(f"строка {row.number}, {row.title}: {' '.join(row.errors)}")
