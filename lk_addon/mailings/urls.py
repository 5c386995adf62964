"""Addresses of the choice of letters."""

from django.urls import path

from lk_addon.cabinet.access import service
from lk_addon.mailings import views

app_name = "mailings"
urlpatterns = [
    path("letters/", service("letters")(views.wishes), name="wishes"),
    path("letters/refuse/<str:key>/", views.refuse, name="refuse"),
]
