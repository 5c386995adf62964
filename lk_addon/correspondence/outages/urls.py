"""Addresses of outages on the cabinet's host."""

from django.urls import path

from lk_addon.correspondence.outages import views

app_name = "unavailability"
urlpatterns = [
    path("unavailability/", views.OutagesView.as_view(), name="outages"),
    path("unavailability/<int:pk>/", views.outage, name="outage"),
    path("unavailability/certificates/<int:pk>/", views.certificate, name="certificate"),
]
