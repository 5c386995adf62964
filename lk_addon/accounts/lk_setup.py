"""One's own account in the cabinet: lines of the menu, terms, and the way to it on the public page."""

from lk_addon.accounts import powers, public_urls, terms
from lk_addon.accounts.contacts import what_to_see_to
from lk_addon.accounts.staff import desk
from lk_addon.cabinet import attention, duties, menu, public_page, staff_tasks
from lk_addon.registry.staff_page import Act, Panel, register_act, register_panel
from lk_addon.registry.staff_panels import register_timeline
from lk_addon.signatures.identity import register_authority

menu.register(menu.MenuItem("account", "Мои данные", "accounts:account", order=800, icon="person-badge"))
menu.register(menu.MenuItem("security", "Безопасность", "two_factor:profile", order=810, icon="shield-lock"))
attention.register("contacts", what_to_see_to)
public_page.register(
    public_page.Part("access", "lk_addon/accounts/public/how_to_get_access.html", public_urls.urlpatterns)
)
attention.register("accounts.mandate", terms.matters)
register_authority("accounts.powers", powers.authority_of)
duties.register("accounts.mandate", terms.duties_of)
staff_tasks.register("accounts", desk.tasks)
register_panel(
    Panel(
        "access",
        "Доступ в кабинет",
        700,
        "lk_addon/accounts/staff/member_access.html",
        desk.access_panel,
        permission="accounts.view_mandate",
    )
)
register_timeline("accounts.mandate")
register_timeline("accounts.accessapplication")
register_timeline("accounts.invitation", "mandate__member")
register_timeline("accounts.passworddisclosure")
register_timeline("accounts.powerofattorney", "mandate__member")
register_act(Act("access_look_in", "Посмотреть глазами члена", permission="accounts.view_cabinet", order=690))
register_act(
    Act(
        "access_block_member",
        "Закрыть кабинет",
        permission="accounts.add_accountblock",
        order=700,
        applies=lambda member: member.is_acting(),
        dangerous=True,
    )
)
