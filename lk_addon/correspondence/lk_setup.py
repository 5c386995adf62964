"""Correspondence in the cabinet: lines of the menu, what is unread, terms, and the member's timeline."""

from lk_addon.cabinet import attention, duties, menu, tiles
from lk_addon.correspondence import reminders
from lk_addon.correspondence.queries import letter_keys, thread_keys
from lk_addon.registry.staff_panels import register_timeline

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
        "requests", "Обращения", "correspondence:requests", order=27, icon="chat-square-text", service="requests"
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
register_timeline("correspondence.thread", thread_keys)
register_timeline("correspondence.letter", letter_keys)
