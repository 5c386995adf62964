"""A mailing that waits to be sent."""

from django.dispatch import receiver

from cms.core.signals import demo_requested
from cms.users.models import User
from lk_addon.accounts.models import Consent
from lk_addon.mailings.domain.wishes import choose_categories
from lk_addon.mailings.models import OPTIONAL, Category, Mailing

READERS = ("member@example.com", "other@example.com")


@receiver(demo_requested)
def load_mailing(**kwargs):
    """Leave one draft, and readers who agreed to get it; once."""
    for user in User.objects.filter(email__in=READERS):
        if not Consent.objects.filter(user=user, kind=Consent.Kind.INFORMATION).exists():
            choose_categories(user=user, categories=OPTIONAL, ip_address=None, user_agent="")
    Mailing.objects.get_or_create(
        subject="Семинар о контроле исполнения обязательств",
        defaults={
            "category": Category.EVENTS,
            "body": (
                "<p>Приглашаем на семинар о контроле исполнения обязательств по договорам подряда.</p>"
                "<ul><li>как считается совокупный размер обязательств;</li>"
                "<li>какие документы присылать в СРО.</li></ul>"
                "<p>Участие <b>бесплатное</b>, запись в личном кабинете.</p>"
            ),
        },
    )
