"""Meetings on the cabinet's host."""

from django.urls import path

from lk_addon.cabinet.access import service
from lk_addon.meetings.views import pages, taking_part

app_name = "meetings"
MEETINGS = service("meetings")

urlpatterns = [
    path("meetings/", MEETINGS(pages.MeetingsView.as_view()), name="meetings"),
    path("meetings/<int:pk>/", MEETINGS(pages.MeetingView.as_view()), name="meeting"),
    path("meetings/<int:pk>/room/", MEETINGS(taking_part.room), name="room"),
    path("meetings/<int:pk>/ballot/", MEETINGS(taking_part.ballot), name="ballot"),
    path("meetings/<int:pk>/ballot.pdf", MEETINGS(taking_part.ballot_paper), name="ballot_paper"),
    path("meetings/<int:pk>/minutes/", MEETINGS(pages.minutes), name="minutes"),
    path("meetings/materials/<int:pk>/", MEETINGS(pages.material), name="material"),
]
