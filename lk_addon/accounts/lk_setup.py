"""One's own account in the cabinet: lines of the menu, terms, and the way to it on the public page."""

from lk_addon.accounts import public_urls, terms
from lk_addon.cabinet import attention, duties, menu, public_page

menu.register(menu.MenuItem("account", "Мои данные", "accounts:account", order=800, icon="person-badge"))
menu.register(menu.MenuItem("security", "Безопасность", "two_factor:profile", order=810, icon="shield-lock"))
public_page.register(
    public_page.Part("access", "lk_addon/accounts/public/how_to_get_access.html", public_urls.urlpatterns)
)
attention.register("accounts.mandate", terms.matters)
duties.register("accounts.mandate", terms.duties_of)
