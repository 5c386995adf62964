"""Pages that the room `files` has no need of itself: one gives a file."""

from django.shortcuts import get_object_or_404
from django.urls import clear_url_caches, path

from lk_addon import urls
from lk_addon.files.models import StoredFile
from lk_addon.files.views import give


def given(request, pk):
    """Give a file of the member in view."""
    return give(request, get_object_or_404(StoredFile, pk=pk, member=request.entrance.member))


def pages_of_the_test(monkeypatch):
    """Add them to the cabinet's addresses for one test; a fixture yields from it."""
    added = [path("given/<uuid:pk>/", given)]
    monkeypatch.setattr(urls, "urlpatterns", [*urls.urlpatterns, *added])
    clear_url_caches()
    yield
    clear_url_caches()
