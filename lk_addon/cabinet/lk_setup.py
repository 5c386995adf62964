"""The shell's own lines of the menu."""

from lk_addon.cabinet import menu

menu.register(menu.MenuItem("dashboard", "Главная", "cabinet:dashboard", order=0, icon="house"))
menu.register(menu.MenuItem("help", "Справка", "cabinet:help", order=900, icon="question-circle"))
# The label is fixed by the regulation (REQ-3.3, регламент п. 3.3).
menu.register(menu.MenuItem("feedback", "Обратная связь", "cabinet:feedback", order=910, icon="chat-left-text"))
