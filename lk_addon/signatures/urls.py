"""Checking one's own means of signing, on the cabinet's host."""

from django.urls import path

from lk_addon.cabinet.access import staff_may_post
from lk_addon.signatures import views

app_name = "signatures"

urlpatterns = [
    path("signature-check/", views.self_test, name="self_test"),
    path("signature-check/trial/", staff_may_post(views.trial), name="trial"),
]
