"""Addresses below the register's page."""

from django.urls import path

from lk_addon.registry.public import views

urlpatterns = [
    path("", views.index, name="index"),
    path("<path:number>/", views.card, name="card"),
]
