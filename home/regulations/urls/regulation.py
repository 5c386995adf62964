"""Addresses of one regulation."""

from django.urls import path

from home.regulations import converters, feeds, views  # noqa: F401 - registers <day:…>

urlpatterns = [
    path("", views.current, name="current"),
    path("feed.xml/", feeds.editions, name="feed"),
    path("pdf/", views.pdf, name="pdf"),
    path("izmeneniya/", views.choose_changes, name="choose_changes"),
    path("izmeneniya/<day:old>/<day:new>/", views.changes, name="changes"),
    path("<day:on>/", views.on_day, name="on_day"),
    path("<day:on>/pdf/", views.pdf, name="pdf_on_day"),
]
