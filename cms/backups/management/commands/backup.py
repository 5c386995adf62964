from django.core.management.base import BaseCommand, CommandError

from cms.backups.domain import back_up
from cms.backups.errors import BackupError


class Command(BaseCommand):
    """Write the database and the files into one archive; the site may run meanwhile."""

    help = "Делает резервную копию: база данных и файлы одним архивом tar.gz. Сайт останавливать не нужно."

    def add_arguments(self, parser):
        """``PATH`` is the archive to be; it must not exist."""
        parser.add_argument("path", help="новый файл, например /var/backups/np-ss-2026-07-01.tar.gz")

    def handle(self, *args, path, **options):
        """Make it and say how much it holds."""
        try:
            members = back_up(path, say=self.stdout.write)
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Готово: {path}, файлов: {len(members) - 1}.")
