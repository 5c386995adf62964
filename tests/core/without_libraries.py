"""Run by test_missing_libraries.py: the site where dlopen finds neither Pango nor libmagic. Prints what it saw."""

import ctypes
import json
import os
from io import StringIO

import cffi

HIDDEN = ("gobject", "pango", "harfbuzz", "fontconfig", "magic")


def hide(cls, method):
    """Let ``method``, which loads a library of the system by its name, find none of the hidden."""
    load = getattr(cls, method)

    def loading(self, name=None, *args, **kwargs):
        if any(word in os.path.basename(str(name)) for word in HIDDEN):
            raise OSError(f"cannot load library {name!r}")
        return load(self, name, *args, **kwargs)

    setattr(cls, method, loading)


hide(cffi.FFI, "dlopen")
hide(ctypes.CDLL, "__init__")

import django  # noqa: E402 - only now, and below: only after setup

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from home.news.demo import load_news  # noqa: E402
from home.news.models import NewsDocument  # noqa: E402
from lk_addon.registry.demo import load_members  # noqa: E402
from lk_addon.supervision.demo import load_control  # noqa: E402
from lk_addon.supervision.models import Inspection  # noqa: E402
from tests.core.test_uploads import PDF, upload  # noqa: E402
from tests.factories.staff import desk  # noqa: E402


def walk():
    """Walk through the site and return what there was to see."""
    checked = StringIO()
    call_command("check", stderr=checked)
    for load in (load_news, load_members, load_control):
        load()
    paper = Client(headers={"host": settings.SITE_HOST}).get("/lichnyy-kabinet/zayavlenie/pdf/")
    form = upload(desk(), "honest.pdf", PDF).context["form"]
    return {
        "checked": checked.getvalue(),
        "demo": [NewsDocument.objects.count(), Inspection.objects.exclude(act_file="").count()],
        "paper": [paper.status_code, paper.headers.get("Retry-After", ""), paper.content.decode()],
        "refused": form.errors.get("file", []),
    }


setup_test_environment()
with transaction.atomic():
    seen = walk()
    transaction.set_rollback(True)
print(json.dumps(seen))
