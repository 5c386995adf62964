"""Absolute addresses of the cabinet, for letters: from settings, never from a request's headers."""

from django.conf import settings
from django.urls import reverse


def cabinet_url(name, *args):
    """Return the absolute address of the cabinet's URL ``name``."""
    return settings.LK_URL + reverse(name, urlconf=settings.LK_URLCONF, args=args)
