from django.core.management.base import BaseCommand, CommandError

from cms.users.domain import reset_second_factor
from cms.users.models import User


class Command(BaseCommand):
    """Take away a user's second factor where no administrator is left who could do it in the back office."""

    help = "Снимает второй фактор с учётной записи и завершает её сеансы; остаётся запись в журнале."

    def add_arguments(self, parser):
        """``EMAIL`` of the account."""
        parser.add_argument("email", help="электронная почта учётной записи")

    def handle(self, *args, email, **options):
        """Reset, or say that there is no such account."""
        try:
            user = User.objects.get_by_natural_key(email)
        except User.DoesNotExist as error:
            raise CommandError(f"Нет учётной записи {email}.") from error
        reset_second_factor(user=user, identity=None, actor=None)
        self.stdout.write(f"Второй фактор снят, сеансы завершены: {user.email}.")
