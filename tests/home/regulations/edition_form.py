"""The back office's form of an edition, as a browser posts it."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from tests.factories import regulations as make


def in_days(days):
    """Return the day so many days after today."""
    return timezone.localdate() + timedelta(days=days)


def form(**fields):
    """Return the fields of an edition that may be published today."""
    data = {
        "number": 1,
        "approved_by": "Приказ № 5",
        "approved_on": in_days(-40),
        "effective_from": in_days(10),
        "published_on": "",
        "published_where": "",
        "text": make.TEXT,
        "original_file": "",
        "go_live_at": "",
        "expire_at": "",
        "reviewed_on": "",
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
        "comment_notifications": "",
    }
    return data | fields


def create(client, workshop, **fields):
    """Post the form of a new edition of ``workshop``."""
    address = reverse("wagtailadmin_pages:add", args=["regulations", "edition", workshop.pk])
    return client.post(address, form(**fields))


def change(client, edition, **fields):
    """Post the form of an edition that exists, everything in it as it was but ``fields``."""
    same = {
        name: getattr(edition, name) or ""
        for name in (
            "number",
            "approved_by",
            "approved_on",
            "effective_from",
            "published_on",
            "published_where",
            "text",
        )
    }
    return client.post(reverse("wagtailadmin_pages:edit", args=[edition.pk]), form(**same | fields))
