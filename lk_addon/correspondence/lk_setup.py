"""What correspondence adds to the cabinet (lines of the menu, what is unread, terms) and to the back office."""

from lk_addon.cabinet import attention, duties, menu, page_acts, staff_tasks, tiles
from lk_addon.correspondence import own_kinds, reminders, undertaking_terms  # noqa: F401 - kinds register themselves
from lk_addon.correspondence.queries import checks_closed_to
from lk_addon.correspondence.register_sources import letter_sources
from lk_addon.correspondence.rules import may_write
from lk_addon.correspondence.staff import setup  # noqa: F401 - registers
from lk_addon.registry import sources
from lk_addon.registry.staff_panels import register_timeline
from lk_addon.signatures.queries import close_to_staff

menu.register(
    menu.MenuItem(
        "notices",
        "Уведомления",
        "correspondence:notices",
        order=25,
        icon="bell",
        service="notices",
        count=reminders.count_notices,
    )
)
menu.register(
    menu.MenuItem(
        "correspondence",
        "Переписка",
        "correspondence:threads",
        order=26,
        icon="envelope",
        service="correspondence",
        count=reminders.count_answers,
    )
)
menu.register(
    menu.MenuItem(
        "requests", "Обращения", "correspondence:requests", order=27, icon="pencil-square", service="requests"
    )
)
menu.register(
    menu.MenuItem(
        "documents",
        "Документы",
        "correspondence:documents",
        order=28,
        icon="file-earmark-arrow-up",
        service="documents",
    )
)
menu.register(
    menu.MenuItem("unavailability", "Перерывы в работе", "unavailability:outages", order=890, icon="cone-striped")
)
tiles.register(
    tiles.Tile(
        "unread",
        "lk_addon/correspondence/unread_tile.html",
        order=5,
        context=reminders.unread_tile,
        aside=True,
        service="correspondence",
    )
)
attention.register("correspondence", reminders.matters)
duties.register("correspondence", reminders.duties_of)
attention.register("undertakings", undertaking_terms.undertakings_near)
duties.register("undertakings", undertaking_terms.undertaking_terms)
staff_tasks.register("undertakings", undertaking_terms.undertaking_tasks)
register_timeline("correspondence.undertaking", "thread__member")
sources.register("letters", letter_sources)
close_to_staff("letters", checks_closed_to)


def writing(request):
    """Whether this person may begin something."""
    return may_write(request.entrance)


NEW_REQUEST, NEW_DOCUMENT = "correspondence:new_request", "correspondence:new_document"
LEVEL = page_acts.PageAct("Изменить уровень", NEW_REQUEST, ("level_change",), is_for=writing)
page_acts.register(
    "registry:organization",
    page_acts.PageAct("Изменить с электронной подписью", NEW_DOCUMENT, ("registry_change",), is_for=writing),
)
page_acts.register(
    "registry:rights", LEVEL, page_acts.PageAct("Изменить право", NEW_REQUEST, ("right_change",), is_for=writing)
)
page_acts.register("registry:funds", LEVEL)
page_acts.register(
    "registry:extracts", page_acts.PageAct("Заказать выписку", NEW_REQUEST, ("extract",), is_for=writing)
)
