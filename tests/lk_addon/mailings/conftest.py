"""Mailings for tests."""

import pytest

from lk_addon.accounts.models import Consent
from lk_addon.mailings.domain.mailing import confirm_mailing
from lk_addon.mailings.models import Category, Mailing
from lk_addon.mailings.queries import recipients


@pytest.fixture
def mailing(scene):
    def make(**fields):
        facts = {"subject": "Профилактика", "body": "<p>Текст письма</p>", "category": Category.SERVICE}
        return Mailing.objects.create(**facts | fields)

    return make


@pytest.fixture
def confirmed(mailing, scene):
    def make(**fields):
        one = mailing(**fields)
        return confirm_mailing(mailing=one, expected=recipients(one).count(), actor=scene.staff)

    return make


@pytest.fixture
def agree():
    """Give the consent to information letters."""

    def give(*users):
        for user in users:
            Consent.objects.create(user=user, kind=Consent.Kind.INFORMATION)

    return give
