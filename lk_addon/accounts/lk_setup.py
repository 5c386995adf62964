"""The lines of the menu about one's own account."""

from lk_addon.cabinet import menu

menu.register(menu.MenuItem("account", "Мои данные", "accounts:account", order=800, icon="person-badge"))
menu.register(menu.MenuItem("security", "Безопасность", "two_factor:profile", order=810, icon="shield-lock"))
