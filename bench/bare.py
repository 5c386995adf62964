"""The yardstick: a Django view that returns 30 KB and does nothing else."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

PAGE = b"<!doctype html>" + b"x" * (30 * 1024 - 15)

settings.configure(
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    MIDDLEWARE=[],
    INSTALLED_APPS=[],
    SECRET_KEY="measured-on-loopback-only",  # noqa: S106
)

urlpatterns = [path("", lambda request: HttpResponse(PAGE))]

application = get_wsgi_application()
