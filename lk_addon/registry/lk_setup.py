"""The register's part of the cabinet."""

from django.urls import reverse

from lk_addon.cabinet import attention, banners, departments, duties, menu, staff_tasks, tiles
from lk_addon.registry import reminders, staff_panels
from lk_addon.registry.extracts.panel import extracts_panel
from lk_addon.registry.models import Fund, Member
from lk_addon.registry.queries import rights_on
from lk_addon.registry.staff_page import Act, Panel, register_act, register_panel
from lk_addon.registry.views.organization import organization_tile
from lk_addon.registry.views.rights import rights_tile, suspension_banner

menu.register(
    menu.MenuItem(
        "organization", "Организация", "registry:organization", order=10, icon="building", service="organization"
    )
)
menu.register(
    menu.MenuItem("rights", "Право и уровни", "registry:rights", order=20, icon="patch-check", service="rights")
)
menu.register(menu.MenuItem("funds", "Компенсационные фонды", "registry:funds", order=40, icon="bank", service="funds"))
tiles.register(
    tiles.Tile(
        "organization",
        "lk_addon/registry/organization_tile.html",
        order=10,
        context=organization_tile,
        service="organization",
    )
)
tiles.register(
    tiles.Tile("rights", "lk_addon/registry/rights_tile.html", order=20, context=rights_tile, service="rights")
)
banners.register("suspension", suspension_banner)
attention.register("registry", reminders.attention_of)
duties.register("registry", reminders.duties_of)

PARTS = "lk_addon/registry/staff"
register_panel(Panel("entry", "Карточка", 10, f"{PARTS}/entry.html", staff_panels.entry_panel))
register_panel(
    Panel(
        "rights",
        "Право и уровни",
        20,
        f"{PARTS}/rights.html",
        staff_panels.rights_panel,
        permission="registry.view_rightdecision",
    )
)
register_panel(
    Panel(
        "funds",
        "Взносы в фонды",
        30,
        f"{PARTS}/funds.html",
        staff_panels.funds_panel,
        permission="registry.view_fundcontribution",
    )
)
register_panel(
    Panel(
        "extracts",
        "Сведения из реестра",
        800,
        f"{PARTS}/extracts.html",
        extracts_panel,
        permission="registry.view_extract",
    )
)
register_panel(
    Panel(
        "timeline",
        "Хронология",
        900,
        f"{PARTS}/timeline.html",
        staff_panels.timeline_panel,
        permission="registry.view_registrychange",
    )
)


def standing(check):
    """Return a test of a member for whom ``check(rights of today)`` is true; the rights are read once a page."""

    def applies(member):
        if not hasattr(member, "rights_today"):
            member.rights_today = rights_on(member)
        return member.is_acting() and bool(check(member.rights_today))

    return applies


DECIDE, LEVELS, PAY = "registry.add_rightdecision", "registry.change_memberlevel", "registry.add_fundcontribution"
for act in [
    Act(
        "registry_grant",
        "Наделить правом",
        DECIDE,
        10,
        standing(lambda rights: len(rights.active + rights.suspended) < len(rights.categories)),
    ),
    Act("registry_suspend", "Приостановить право", DECIDE, 20, standing(lambda rights: rights.active)),
    Act("registry_resume", "Возобновить право", DECIDE, 30, standing(lambda rights: rights.suspended)),
    Act(
        "registry_terminate", "Прекратить право", DECIDE, 40, standing(lambda rights: rights.active + rights.suspended)
    ),
    Act("registry_restrict", "Ограничить конкурентные", DECIDE, 50, standing(lambda rights: not rights.restriction)),
    Act("registry_lift", "Снять ограничение", DECIDE, 60, standing(lambda rights: rights.restriction)),
    Act("registry_contribute", "Внести взнос", PAY, 70),
    Act("registry_set_level", "Установить уровень", LEVELS, 80, Member.is_acting),
    Act("registry_withdraw_level", "Прекратить уровень", LEVELS, 90, Member.is_acting),
    Act("registry_issue_extract", "Выдать сведения из реестра", "registry.add_extract", 100),
    Act("registry_exclude", "Исключить", "registry.exclude_member", 900, Member.is_acting, dangerous=True),
    Act(
        "registry_cancel_exclusion",
        "Отменить прекращение членства",
        "registry.exclude_member",
        910,
        lambda member: member.terminated_at is not None,
        dangerous=True,
    ),
]:
    register_act(act)


def register_tasks(user):
    """What the register asks of those who keep it (REQ-1.1.e)."""
    if user.has_perm("registry.change_member"):
        address = f"{reverse('registry_member_modeladmin_index')}?head=none"
        count = Member.objects.all().without_head().count()
        yield staff_tasks.StaffTask(count, "членов без руководителя с действующими полномочиями", address)


departments.answer_for(
    departments.REGISTER_DEPARTMENT,
    "entry",
    "changes",
    "rights",
    "own-levels",
    "competition",
    "decisions",
    "levels",
    "contributions",
    "extracts",
    *Fund,
)
staff_tasks.register("registry", register_tasks)
staff_panels.register_timeline("registry.extract")
