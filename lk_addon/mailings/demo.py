"""A mailing that waits to be sent."""

from django.dispatch import receiver

from cms.core.signals import demo_requested
from lk_addon.mailings.models import Category, Mailing


@receiver(demo_requested)
def load_mailing(**kwargs):
    """Leave one draft, once."""
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
