"""The add-on plugs in from outside: neither cms nor home knows its name, and the site runs without it."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PUBLIC_SOURCES = [
    *(path for folder in ("cms", "home") for path in (ROOT / folder).rglob("*.py")),
    *(
        path
        for folder in ("home", "components", "cms", "errors", "wagtailadmin")
        for path in (ROOT / "templates" / folder).rglob("*.*")
    ),
    ROOT / "templates" / "base.html",
]


def test_public_site_never_names_the_add_on():
    naming = {
        str(path.relative_to(ROOT))
        for path in PUBLIC_SOURCES
        if path.parent != ROOT / "cms" / "settings" and "lk_addon" in path.read_text(encoding="utf-8")
    }
    assert naming == set()


def test_settings_name_the_add_on_only_as_strings():
    for path in (ROOT / "cms" / "settings").glob("*.py"):
        assert not re.search(r"^\s*(from|import) lk_addon", path.read_text(encoding="utf-8"), re.MULTILINE), path.name


@pytest.mark.parametrize("command", [["check"], ["makemigrations", "--check", "--dry-run"]])
def test_site_passes_its_checks_without_the_add_on(command):
    environment = os.environ | {"LK_ADDON": "off", "DJANGO_SETTINGS_MODULE": "cms.settings.test"}
    result = subprocess.run(
        [sys.executable, "manage.py", *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
