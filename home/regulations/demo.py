"""Demonstration documents; the texts in demo_texts/ were written for this site."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.dispatch import receiver
from django.utils import timezone

from cms.core.signals import demo_requested
from home.regulations.domain import editions
from home.regulations.models import Edition, Regulation

TEXTS = Path(__file__).parent / "demo_texts"


@dataclass(frozen=True)
class DemoRegulation:
    """A document and, for each of its editions, how many days from today it takes effect."""

    slug: str
    title: str
    summary: str
    days: tuple


REGULATIONS = (
    DemoRegulation(
        "lichnyy-kabinet",
        "Регламент услуги «Личный кабинет члена СРО»",
        "Как получить доступ, что можно сделать в кабинете, как защищены сведения и что нужно для работы.",
        (-420, -90, 21),
    ),
    DemoRegulation(
        "elektronnye-dokumenty",
        "Регламент подачи документов в электронном виде",
        "Какие файлы и подписи принимает СРО. Место для утверждённого текста.",
        (-300,),
    ),
    DemoRegulation(
        "soglasie-pdn",
        "Согласие на обработку персональных данных",
        "Какие данные пользователя кабинета обрабатывает СРО, зачем и как отозвать согласие.",
        (-200,),
    ),
)
PUBLISHED_BEFORE = timedelta(days=14)


@receiver(demo_requested)
def load_regulations(**kwargs):
    """Publish the demonstration regulations where they are missing.

    A coming edition that has taken effect since the last time stays as it is:
    published editions are never changed.
    """
    for demo in REGULATIONS:
        if not Regulation.objects.filter(slug=demo.slug).exists():
            _load(demo)


def _load(demo):
    today = timezone.localdate()
    regulation = editions.ensure_regulation(slug=demo.slug, title=demo.title, summary=demo.summary)
    for number, days in enumerate(demo.days, start=1):
        effective = today + timedelta(days=days)
        published = min(effective - PUBLISHED_BEFORE, today)
        approved = published - timedelta(days=3)
        edition = regulation.add_child(
            instance=Edition(
                number=number,
                text=(TEXTS / f"{demo.slug}-{number}.txt").read_text(encoding="utf-8"),
                approved_by=f"Приказ Генерального директора № {number * 7} от {approved:%d.%m.%Y}",
                approved_on=approved,
                effective_from=effective,
                published_on=published,
                published_where="" if published == today else "прежний сайт СРО, раздел «Документы»",
                live=False,
            )
        )
        edition.publish(edition.save_revision(), source="демонстрационные данные")
