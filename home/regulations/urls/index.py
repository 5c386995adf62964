"""Addresses of the list of regulations."""

from django.urls import path

from home.regulations import feeds, views

urlpatterns = [
    path("", views.index, name="index"),
    path("feed.xml/", feeds.editions, name="feed"),
]
