"""Uploading in pieces on the cabinet's host."""

from django.urls import path

from lk_addon.cabinet.access import needs
from lk_addon.files import views

app_name = "files"
SUBMIT = needs("submit")

urlpatterns = [
    path("files/uploads/", SUBMIT(views.begin_upload), name="begin"),
    path("files/uploads/<uuid:pk>/", SUBMIT(views.upload_state), name="state"),
    path("files/uploads/<uuid:pk>/<int:offset>/", SUBMIT(views.upload_piece), name="piece"),
    path("files/uploads/<uuid:pk>/finish/", SUBMIT(views.finish_upload), name="finish"),
    path("files/uploads/<uuid:pk>/cancel/", SUBMIT(views.cancel_upload), name="cancel"),
]
