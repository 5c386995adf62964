"""The cabinet host."""

from django.urls import include, path

from cms.core import urls as core_urls

urlpatterns = [
    path("", include(core_urls)),
]
