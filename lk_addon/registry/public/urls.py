"""Addresses below the register's page."""

from django.urls import path

from lk_addon.registry.public import views

urlpatterns = [
    path("", views.index, name="index"),
    path("export.xlsx/", views.export, {"kind": "xlsx"}, name="xlsx"),
    path("export.csv/", views.export, {"kind": "csv"}, name="csv"),
    path("<path:number>/", views.card, name="card"),
]
