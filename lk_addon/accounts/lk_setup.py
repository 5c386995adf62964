"""The lines of the menu about one's own account, and the way to it on the public page."""

from lk_addon.accounts import public_urls
from lk_addon.cabinet import menu, public_page

menu.register(menu.MenuItem("account", "Мои данные", "accounts:account", order=800, icon="person-badge"))
menu.register(menu.MenuItem("security", "Безопасность", "two_factor:profile", order=810, icon="shield-lock"))
public_page.register(
    public_page.Part("access", "lk_addon/accounts/public/how_to_get_access.html", public_urls.urlpatterns)
)
