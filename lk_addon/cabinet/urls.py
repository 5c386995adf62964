"""The shell's pages. Those that strangers may open say so here."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from lk_addon.cabinet import views
from lk_addon.cabinet.access import before_agreement, staff_may_post, without_member

app_name = "cabinet"
urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("feedback/", views.feedback, name="feedback"),
    path("feedback/sent/", views.feedback_sent, name="feedback_sent"),
    path("help/", login_not_required(views.help_page), name="help"),
    path("access-help/", login_not_required(views.access_help), name="access_help"),
    path("session/keep/", without_member(staff_may_post(before_agreement(views.keep_alive))), name="keep_alive"),
]
