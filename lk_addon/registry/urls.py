"""The register in the cabinet."""

from django.urls import path

from lk_addon.registry import views

app_name = "registry"
urlpatterns = [
    path("organization/", views.organization, name="organization"),
]
