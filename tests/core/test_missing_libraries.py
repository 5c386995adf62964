"""Where Debian's Pango and libmagic are missing the site runs, PDF files and uploads are off, and it says so."""

import json
import os
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection

from cms.core.uploads import OwnFile, check_document


@pytest.mark.needs_addon
@pytest.mark.django_db
@pytest.mark.usefixtures("prepared_site")
def test_site_runs_without_them_and_says_what_is_off(tmp_path):
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "cms.settings.test",
        "DATABASE_URL": database.geturl(),
        "TEST_VAR_DIR": str(tmp_path),
    }
    run = subprocess.run(
        [sys.executable, "-m", "tests.core.without_libraries"],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    seen = json.loads(run.stdout.splitlines()[-1])
    for words in ("core.W001", "libpango-1.0-0", "core.W002", "libmagic1"):
        assert words in seen["checked"]
    assert all(seen["demo"])
    status, retry, page = seen["paper"]
    assert (status, retry) == (503, "3600")
    assert "Файл PDF временно недоступен" in page
    assert len(seen["refused"]) == 1
    assert seen["refused"][0].startswith("Сейчас сайт не может проверять файлы, поэтому не принимает их.")


def test_what_the_program_made_is_not_looked_at_and_what_people_bring_is():
    check_document(OwnFile(b"<html>", name="page.pdf"))
    with pytest.raises(ValidationError):
        check_document(ContentFile(b"<html>", name="page.pdf"))
