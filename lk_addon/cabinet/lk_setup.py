"""The shell's own lines of the menu, and what waits for those who read remarks."""

from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse

from lk_addon.cabinet import menu, staff_tasks
from lk_addon.cabinet.models import Feedback

menu.register(menu.MenuItem("dashboard", "Главная", "cabinet:dashboard", order=0, icon="house"))
menu.register(menu.MenuItem("help", "Справка", "cabinet:help", order=900, icon="question-circle"))
# The label is fixed by the regulation (REQ-3.3, регламент п. 3.3).
menu.register(menu.MenuItem("feedback", "Обратная связь", "cabinet:feedback", order=910, icon="chat-left-text"))


def feedback_tasks(user):
    """What waits of remarks and errors in data: those of the departments that ``user`` works in (REQ-3.3)."""
    if not user.has_perm("cabinet.handle_feedback"):
        return
    address = reverse("cabinet_feedback_modeladmin_index")
    waiting = dict(
        Feedback.objects.waiting()
        .filter(department__in=user.groups.values("name"))
        .order_by()
        .values_list("department")
        .annotate(Count("pk"))
    )
    for department, count in waiting.items():
        query = urlencode({"state": "waiting", "department__exact": department})
        yield staff_tasks.StaffTask(
            count, "отзывов и сообщений об ошибках в данных ждут ответа отдела", f"{address}?{query}"
        )


staff_tasks.register("feedback", feedback_tasks)
