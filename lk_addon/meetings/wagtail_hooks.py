"""Meetings in the back office: the menu of their department and the addresses of its acts."""

from django.urls import include, path
from wagtail import hooks
from wagtail_modeladmin.options import ModelAdminGroup, modeladmin_register

from lk_addon.meetings.staff import acts, files
from lk_addon.meetings.staff.lists import AttendanceAdmin, ElectorAdmin, MeetingAdmin, TermsAdmin


@hooks.register("register_admin_urls")
def register_meeting_urls():
    """Give the acts and files their addresses."""
    steps = [path(f"<int:pk>/{step.name}/", step.as_view(), name=f"meeting_{step.name}") for step in acts.STEPS]
    addresses = [
        *steps,
        path("items/<int:pk>/hall/", acts.HallView.as_view(), name="meeting_hall"),
        path("ballots/<int:pk>/read/", acts.ReadScanView.as_view(), name="ballot_read"),
        path("attendances/<int:pk>/strike/", acts.StrikeView.as_view(), name="attendance_strike"),
        path("materials/<int:pk>/", files.material, name="meeting_material_file"),
        path("<int:pk>/minutes-file/", files.minutes, name="meeting_minutes_file"),
    ]
    return [path("meetings/acts/", include(addresses))]


class MeetingsGroup(ModelAdminGroup):
    """The menu «Собрания»."""

    menu_label = "Собрания"
    menu_icon = "date"
    menu_order = 335
    items = (MeetingAdmin, ElectorAdmin, AttendanceAdmin, TermsAdmin)


modeladmin_register(MeetingsGroup)
