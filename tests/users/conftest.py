"""People at the door and what they carry."""

import re
import secrets
import time
from base64 import b32decode

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.test import Client
from django_otp.oath import TOTP

from cms.users.domain import make_backup_codes
from cms.users.groups import EDITORS, prepare_roles
from cms.users.models import Authenticator, User

PASSWORD = "верная-лошадь-2026"
LOGIN = "/admin/login/"
SECURITY = "/admin/security/"
SETUP = "/admin/security/setup/"


class Visitor(Client):
    """A browser on the public host that knows how to sign in."""

    def __init__(self, **kwargs):
        super().__init__(headers={"host": settings.SITE_HOST}, **kwargs)

    def give_password(self, email, password=PASSWORD, **kwargs):
        return self.post(
            LOGIN,
            {"staff_login_view-current_step": "auth", "auth-username": email, "auth-password": password},
            **kwargs,
        )

    def give_code(self, code, **kwargs):
        return self.post(LOGIN, {"staff_login_view-current_step": "token", "token-otp_token": code}, **kwargs)

    def give_backup_code(self, code):
        self.post(LOGIN, {"staff_login_view-current_step": "token", "wizard_goto_step": "backup"})
        return self.post(LOGIN, {"staff_login_view-current_step": "backup", "backup-otp_token": code})

    def is_in(self):
        return self.get(SECURITY).status_code == 200


class Phone:
    """An application with codes."""

    def __init__(self, user=None, key=None):
        self.key = key or secrets.token_bytes(20)
        if user:
            self.device = Authenticator(user=user, name="default")
            self.device.key = self.key
            self.device.save()

    @classmethod
    def scan(cls, page):
        """Take the key from the set-up page, as a camera does."""
        return cls.scan_text(re.search(r'class="door-key">(\w+)<', page.content.decode())[1])

    @classmethod
    def scan_text(cls, text):
        """Type the key in by hand."""
        return cls(key=b32decode(text))

    def code(self, shift=0):
        totp = TOTP(self.key)
        totp.time = time.time() + shift * 30
        return f"{totp.token():06d}"

    def wrong_code(self):
        real = {int(self.code(shift)) for shift in (-2, -1, 0, 1, 2)}
        return next(f"{guess:06d}" for guess in range(10) if guess not in real)


@pytest.fixture
def roles(db):
    prepare_roles()


def make_staff(email, role=EDITORS, **fields):
    user = User.objects.create_user(email, PASSWORD, is_staff=True, **fields)
    user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture
def editor(roles):
    """A member of staff without a second factor."""
    return make_staff("redaktor@example.com")


@pytest.fixture
def phone(editor):
    """The editor's phone, enrolled."""
    return Phone(editor)


@pytest.fixture
def codes(editor, phone):
    """The editor's backup codes."""
    return make_backup_codes(user=editor)


@pytest.fixture
def visitor():
    return Visitor()


@pytest.fixture
def signed_in(visitor, editor, phone):
    """The editor's browser after password and code."""
    visitor.give_password(editor.email)
    visitor.give_code(phone.code())
    assert visitor.is_in()
    return visitor
