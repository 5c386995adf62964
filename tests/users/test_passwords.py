"""Which passwords may be chosen, and how they are kept."""

import os
import subprocess
import sys

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from cms.users.models import User


@pytest.mark.req("REQ-2.3.a")
@pytest.mark.parametrize(
    "password",
    [
        "короткий9",  # nine characters
        "1234567890",
        "password123",
        "qwertyuiop",
        "йцукенгшщз",
        "ЙЦУКЕНГШЩЗ",
        "йцукен123456",
        "зщшгнекуцй",
        "фывапролдж!!",
        "Пароль2026!",
        "gfhjkm12345",
        "2026строитель",
        "petrova-nata@example.com",
        "Петрова2026",
        "я" * 129,
    ],
)
def test_easy_passwords_are_refused(password):
    user = User(email="petrova-nata@example.com", last_name="Петрова", first_name="Наталья")
    with pytest.raises(ValidationError):
        validate_password(password, user)


@pytest.mark.parametrize(
    "password",
    [
        "верная лошадь батарейка",
        "зелёныйчайник",  # neither figures nor signs are demanded
        "correcthorsebattery",
        "83910477265518",
        "я" * 128,
    ],
)
def test_long_passwords_of_any_composition_are_accepted(password):
    validate_password(password, User(email="petrova@example.com", last_name="Петрова", first_name="Наталья"))


PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "cms.settings.production",
    "SITE_HOST": "np-ss.org",
    "LK_HOST": "lk.np-ss.org",
    "SECRET_KEY": "x" * 60,
    "SECOND_FACTOR_KEY": "y" * 60,
    "DATABASE_URL": "postgres:///nowhere",
    "REDIS_URL": "redis://localhost/0",
    "EMAIL_URL": "smtp://localhost:25",
    "DEFAULT_FROM_EMAIL": "no-reply@np-ss.org",
    "CLAMD_SOCKET": "/run/clamav/clamd.ctl",
}


@pytest.mark.req("REQ-1.1.b")
def test_production_hashes_with_argon2_and_keeps_the_session_cookie_to_one_host(tmp_path):
    script = """
import django; django.setup()
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.http import HttpResponse, HttpRequest
print(make_password("x").split("$")[0])
print(settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_SECURE, settings.SESSION_COOKIE_PATH)
print(settings.SESSION_COOKIE_DOMAIN, settings.SESSION_COOKIE_HTTPONLY, settings.SESSION_COOKIE_SAMESITE)
print(settings.CSRF_USE_SESSIONS, settings.SESSION_EXPIRE_AT_BROWSER_CLOSE)
print(settings.SECOND_FACTOR_REQUIRED_FOR_STAFF, settings.SECOND_FACTOR_REQUIRED_FOR_MEMBERS)
"""
    environment = os.environ | PRODUCTION | {"VAR_DIR": str(tmp_path)}
    told = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    assert told.stdout.split("\n")[:-1] == [
        "argon2",
        "__Host-session True /",
        "None True Lax",
        "True True",
        "True True",
    ], told.stderr
