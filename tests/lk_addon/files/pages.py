"""Pages that the room `files` has no need of itself: one gives a file, one has the uploader on it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template import RequestContext, Template
from django.urls import clear_url_caches, path

from lk_addon import urls
from lk_addon.files.models import StoredFile
from lk_addon.files.views import give


def given(request, pk):
    """Give a file of the member in view."""
    return give(request, get_object_or_404(StoredFile, pk=pk, member=request.entrance.member))


PAGE = """{% extends "lk_addon/cabinet/base.html" %}
{% load files_tags %}
{% block title %}Загрузка{% endblock %}
{% block content %}
  <h1>Загрузка</h1>
  <form method="post">{% csrf_token %}{% uploader "files" "Файлы" %}<button type="submit">Отправить</button></form>
{% endblock %}
"""


def uploader(request):
    """Show the uploader in a form."""
    return HttpResponse(Template(PAGE).render(RequestContext(request)))


def pages_of_the_test(monkeypatch):
    """Add them to the cabinet's addresses for one test; a fixture yields from it."""
    added = [path("given/<uuid:pk>/", given), path("uploader/", uploader)]
    monkeypatch.setattr(urls, "urlpatterns", [*urls.urlpatterns, *added])
    clear_url_caches()
    yield
    clear_url_caches()
