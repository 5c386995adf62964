"""Fees in the cabinet."""

from django.urls import path

from lk_addon.cabinet.access import service
from lk_addon.finance.views import FeesView

app_name = "finance"
urlpatterns = [
    path("fees/", service("fees")(FeesView.as_view()), name="fees"),
]
