from django.core.management.base import BaseCommand, CommandError

from cms.backups.domain import restore
from cms.backups.errors import BackupError


class Command(BaseCommand):
    """Fill an empty database and empty folders from an archive of ``backup``."""

    help = "Восстанавливает базу данных и файлы из архива команды backup; база и папки файлов должны быть пусты."
    requires_system_checks = []  # the database has no tables yet

    def add_arguments(self, parser):
        """``PATH`` is the archive."""
        parser.add_argument("path", help="архив, который сделала команда backup")

    def handle(self, *args, path, **options):
        """Restore it and say what comes next."""
        try:
            manifest = restore(path, say=self.stdout.write)
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Восстановлено состояние на {manifest['made_at']}: строк {sum(manifest['rows'].values())},"
            f" файлов {len(manifest['members']) - 1}. Теперь: manage.py migrate, prepare, check_audit."
        )
