from django.core.management.base import BaseCommand

from home.outages.suspension import write_fallback


class Command(BaseCommand):
    """Write the page that the web server shows while the application is down."""

    help = "Записывает страницу, которую веб-сервер показывает, пока приложение остановлено."

    def handle(self, *args, **options):
        """Write it and say where."""
        self.stdout.write(f"Записано: {write_fallback()}")
