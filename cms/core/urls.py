"""Addresses that both hosts have."""

from django.urls import path

from cms.core import health, media, views

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("media/images/<path:path>", media.rendition, name="rendition"),
    path("oformlenie.css", views.brand_stylesheet, name="brand_stylesheet"),
    path("vid/", views.set_appearance, name="set_appearance"),
]
