from django.core.management.base import BaseCommand, CommandError

from cms.users.domain import KeyMissing, reencrypt_second_factors


class Command(BaseCommand):
    """Move the keys of authenticator apps to the first key of SECOND_FACTOR_KEY; the others may be removed then."""

    help = "Перешифровывает ключи приложений с кодами первым из ключей SECOND_FACTOR_KEY. Повторять безопасно."

    def handle(self, *args, **options):
        """Re-encrypt all of them or none."""
        try:
            count = reencrypt_second_factors()
        except KeyMissing as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Перешифровано ключей: {count}. Прежние ключи из SECOND_FACTOR_KEY можно убрать.")
