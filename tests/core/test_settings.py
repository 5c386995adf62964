"""Production starts only with every value, and its example file names them all."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from cms.embedded import redis_database

EXAMPLE = settings.BASE_DIR / "deploy/production.env.example"
PARTS = tuple(
    path.name for path in (settings.BASE_DIR / "cms/settings").glob("*.py") if path.stem not in ("dev", "test")
)
SETTINGS = [settings.BASE_DIR / "cms/settings" / name for name in PARTS]


def example():
    """Return the variables of the example: those to be filled in with their values, and the names of the optional."""
    text = EXAMPLE.read_text()
    demanded = dict(re.findall(r"^([A-Z_]+)=(.*)$", text, re.MULTILINE))
    return demanded, set(re.findall(r"^#([A-Z_]+)=", text, re.MULTILINE))


SHOWN = "print(settings.SITE_URL, settings.LK_URL);print(settings.SESSION_COOKIE_NAME, settings.APPEARANCE_COOKIE_NAME)"


def start(environment, shown=SHOWN):
    """Load the production settings in a process that knows ``environment`` and nothing else, and run ``shown``."""
    code = f"import django; django.setup(); from django.conf import settings; {shown}"
    path = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "cms.settings.production"}
    return subprocess.run(
        [sys.executable, "-c", code],
        env=path | environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def complete(tmp_path):
    demanded, _optional = example()
    secrets = {"SECRET_KEY": "s" * 50, "SECOND_FACTOR_KEY": "k" * 50, "VAR_DIR": str(tmp_path)}
    return demanded | secrets


def test_example_and_settings_name_the_same_variables():
    read = set()
    for file in SETTINGS:
        read |= set(
            re.findall(r'\benv(?:\(\)|\.\w+)?(?:\.\w+)?\(\s*"([A-Z_]+)"', Path(file).read_text(), re.IGNORECASE)
        )
    demanded, optional = example()
    assert demanded.keys() | optional == read
    assert not demanded.keys() & optional


def test_production_starts_with_the_example_filled_in(complete):
    run = start(complete)
    assert run.stdout == "https://np-ss.org https://lk.np-ss.org\n__Host-session __Host-vid\n", run.stderr


def test_every_missing_value_is_named_at_once_without_a_traceback():
    run = start({})
    demanded, _optional = example()
    assert run.returncode == 1
    for name in demanded:
        assert name in run.stderr
    assert "Traceback" not in run.stderr


def test_only_what_is_missing_is_named(complete):
    del complete["EMAIL_URL"]
    complete["SECRET_KEY"] = ""
    run = start(complete)
    assert run.returncode == 1
    assert "no value for SECRET_KEY, EMAIL_URL." in run.stderr


def test_cabinet_host_is_not_needed_without_the_cabinet(complete):
    del complete["LK_HOST"]
    assert start(complete).returncode == 1
    assert start(complete | {"LK_ADDON": "off"}).stdout.startswith("https://np-ss.org \n")


def test_an_antivirus_is_named_or_given_up_on_purpose(complete):
    del complete["CLAMD_SOCKET"]
    assert "no value for CLAMD_SOCKET." in start(complete).stderr
    assert start(complete | {"ANTIVIRUS_REQUIRED": "off"}).returncode == 0
    assert start(complete | {"LK_ADDON": "off"}).returncode == 0


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("unix:///tmp/redis.sock?db=0", "unix:///tmp/redis.sock?db=3"),
        ("unix:///tmp/redis.sock", "unix:///tmp/redis.sock?db=3"),
        ("redis://localhost:6379/0", "redis://localhost:6379/3"),
        ("redis://:secret@host:6379/5?db=1", "redis://:secret@host:6379/3"),
    ],
)
def test_each_test_worker_gets_its_own_redis_database(url, expected):
    assert redis_database(url, 3) == expected


BUCKET = {f"PRIVATE_S3_{part}": "x" for part in ("BUCKET", "REGION", "KEY_ID", "SECRET")}
BUCKET |= {"PRIVATE_S3_ENDPOINT": "https://s3.example.com"}


@pytest.mark.parametrize("given", [{"PRIVATE_S3_BUCKET"}, BUCKET.keys() - {"PRIVATE_S3_BUCKET"}])
def test_a_bucket_of_which_half_is_said_is_refused_with_the_names_of_the_rest(complete, given):
    run = start(complete | {name: BUCKET[name] for name in given})
    assert run.returncode == 1
    assert set(re.findall(r"PRIVATE_S3_\w+", run.stderr)) == BUCKET.keys() - given
    assert "Traceback" not in run.stderr


def test_the_environment_chooses_where_files_of_members_lie(complete):
    shown = "print(type(__import__('django.core.files.storage', fromlist=['x']).storages['private']).__name__)"
    assert start(complete, shown).stdout == "PrivateStorage\n"
    run = start(complete | BUCKET, shown)
    assert run.stdout == "PrivateBucket\n", run.stderr
