"""Addresses that both hosts have."""

from django.urls import path

from cms.core import health, views

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("vid/", views.set_appearance, name="set_appearance"),
]
