"""The section «Перерывы в работе», who may write in it, and the first templates."""

from django.dispatch import receiver

from cms.core.pages import ensure_page, grant_on_page
from cms.core.signals import prepare_requested
from cms.users.groups import ADMINISTRATORS, EDITORS, grant
from home.outages.models import Effect, Kind, OutageIndexPage, OutageTemplate
from home.outages.models.announcers import ANNOUNCE
from home.outages.services import SITE, choices
from home.pages.models import HomePage

CABINET = "cabinet"  # on the registry only while the members' cabinet is installed

TEMPLATES = {
    "Плановые работы в личном кабинете": {
        "kind": Kind.PLANNED,
        "effect": Effect.SUSPENDED,
        "services": [CABINET],
        "title": "Плановые работы в личном кабинете",
        "text": "<p>Обновляем программу личного кабинета. Вход и отправка документов будут недоступны, "
        "после окончания работ кабинет откроется сам.</p>",
    },
    "Плановые работы на сайте": {
        "kind": Kind.PLANNED,
        "effect": Effect.SUSPENDED,
        "services": [SITE],
        "title": "Плановые работы на сайте",
        "text": "<p>Проводим плановое обновление. Сайт будет недоступен, после окончания работ он откроется сам.</p>",
    },
    "Сбой": {
        "kind": Kind.UNPLANNED,
        "effect": Effect.DEGRADED,
        "services": [],
        "title": "Перебои в работе сервиса",
        "text": "<p>Сервис отвечает с ошибками. Мы уже ищем причину и сообщим здесь о ходе работ.</p>",
    },
}


@receiver(prepare_requested)
def prepare_outages(**kwargs):
    """Make the index page, let editors and administrators publish there, bring the templates once."""
    section = ensure_page(HomePage.objects.get(), OutageIndexPage, slug="preryvy", title="Перерывы в работе")
    for role in (EDITORS, ADMINISTRATORS):
        grant_on_page(section, role, "add", "change", "publish")
        grant(role, ANNOUNCE, *(f"outages.{action}_outagetemplate" for action in ("add", "change", "delete", "view")))
    if not OutageTemplate.objects.exists():
        known = dict(choices())
        for name, fields in TEMPLATES.items():
            if all(code in known for code in fields["services"]):
                OutageTemplate.objects.create(name=name, **fields)
