"""Addresses below «Проверка документа»."""

from django.urls import path

from lk_addon.registry.extracts import check_views

urlpatterns = [
    path("", check_views.ask, name="ask"),
    path("<str:code>/", check_views.show, name="show"),
]
