"""Demonstration: one outage over, one running, one coming within two days of the loading."""

from datetime import timedelta

from django.dispatch import receiver
from django.utils import timezone

from cms.core.signals import demo_requested
from home.outages import services
from home.outages.domain import add_update, announce
from home.outages.models import Effect, Kind, OutageNotice, OutageUpdate
from home.outages.prepare import CABINET

NIGHT = 3  # Moscow hour at which demonstration work begins


@receiver(demo_requested)
def load_outages(**kwargs):
    """Announce what is missing; a coming outage that has begun since is replaced by the next one."""
    now = timezone.localtime().replace(second=0, microsecond=0)
    closed = CABINET if CABINET in dict(services.choices()) else services.SITE
    _past(now, closed)
    _running(now)
    _coming(now, closed)


def _past(now, service):
    title = "Переезд личного кабинета на новый сервер"
    if OutageNotice.objects.filter(title=title).exists():
        return
    start = (now - timedelta(days=9)).replace(hour=NIGHT, minute=0)
    notice = announce(
        actor=None,
        title=title,
        text="<p>Переносим личный кабинет на более быстрый сервер. На время переноса вход будет закрыт.</p>",
        kind=Kind.PLANNED,
        effect=Effect.SUSPENDED,
        services=[service],
        starts_at=start,
        ends_at=start + timedelta(hours=3),
    )
    notice = add_update(notice, actor=None, text="Перенос закончен, вход открыт.")
    OutageUpdate.objects.filter(notice=notice).update(at=notice.ends_at)
    announced = start - timedelta(days=3)
    OutageNotice.objects.filter(pk=notice.pk).update(first_published_at=announced, last_published_at=notice.ends_at)


def _running(now):
    title = "Медленно открываются страницы сайта"
    if OutageNotice.objects.filter(title=title).exists():
        return
    notice = announce(
        actor=None,
        title=title,
        text="<p>Страницы открываются с задержкой, поиск временно отключён. Данные не пострадали.</p>",
        kind=Kind.UNPLANNED,
        effect=Effect.DEGRADED,
        services=[services.SITE],
        starts_at=now - timedelta(hours=1),
        ends_at=None,
    )
    add_update(notice, actor=None, text="Причина найдена: неисправный диск. Меняем его без остановки сайта.")


def _coming(now, service):
    title = "Плановые работы в личном кабинете"
    if OutageNotice.objects.filter(title=title, starts_at__gt=now).exists():
        return
    tomorrow = now + timedelta(days=1)
    start = tomorrow.replace(hour=NIGHT, minute=0)
    if start < tomorrow:
        start += timedelta(days=1)
    announce(
        actor=None,
        title=title,
        text="<p>Обновляем программу кабинета. Вход и отправка документов будут недоступны.</p>",
        kind=Kind.PLANNED,
        effect=Effect.SUSPENDED,
        services=[service],
        starts_at=start,
        ends_at=start + timedelta(hours=2),
    )
