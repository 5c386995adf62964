"""The line of the menu about letters."""

from lk_addon.cabinet import menu

menu.register(
    menu.MenuItem("letters", "Письма СРО", "mailings:wishes", order=820, icon="envelope-paper", service="letters")
)
