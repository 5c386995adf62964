"""Notices for the tests of outages."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import Group

from cms.users.groups import EDITORS
from home.outages.domain import announce

MOSCOW = ZoneInfo("Europe/Moscow")
NOON = datetime(2027, 3, 10, 12, 0, tzinfo=MOSCOW)


@pytest.fixture
def editor(prepared_site, django_user_model):
    """A person of the role «Редакторы»."""
    user = django_user_model.objects.create_user("editor@np-ss.example", is_staff=True)
    user.groups.add(Group.objects.get(name=EDITORS))
    return user


@pytest.fixture
def outage(editor):
    """Publish a notice that begins at ``starts_at`` and lasts ``hours`` (None: open end)."""

    def publish(starts_at=NOON, *, hours=2, **fields):
        ends_at = None if hours is None else starts_at + timedelta(hours=hours)
        facts = {
            "title": "Плановые работы",
            "text": "<p>Обновляем программу.</p>",
            "kind": "planned",
            "effect": "suspended",
            "services": ["site"],
        }
        return announce(actor=editor, starts_at=starts_at, ends_at=ends_at, **facts | fields)

    return publish
