"""Addresses below the public page about the cabinet."""

from django.urls import path

from lk_addon.accounts.views import paper

urlpatterns = (
    path("zayavlenie/", paper.application_form, name="application_form"),
    path("zayavlenie/pdf/", paper.application_pdf, name="application_pdf"),
)
