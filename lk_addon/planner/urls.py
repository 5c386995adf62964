"""The calendar's pages. The file at a private address is open to whoever holds the key."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from lk_addon.cabinet.access import closed_during_outage, service
from lk_addon.planner import views

app_name = "planner"
calendar = service("calendar")
urlpatterns = [
    path("calendar/", calendar(views.duties), name="duties"),
    path("calendar/address/", calendar(views.new_address), name="new_address"),
    path("calendar/address/end/", calendar(views.end_address), name="end_address"),
    path(
        "calendar/<str:token>/duties.ics",
        calendar(login_not_required(closed_during_outage(views.file))),
        name="file",
    ),
]
