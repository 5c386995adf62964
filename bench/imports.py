"""An import of many members from XLSX, in a process and a new database of its own: ``python -m bench.imports 120000``.

Prints one line of JSON: seconds of the check and of the writing, and the most memory the process has held.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
FOLDER = Path(os.environ.get("VAR_DIR", "var")).resolve() / "bench-import"
shutil.rmtree(FOLDER, ignore_errors=True)  # numbers are given once: what an earlier run has made would be refused
os.environ["BENCH_VAR_DIR"] = str(FOLDER)

import django

django.setup()

import xlsxwriter
from django.conf import settings
from django.core.files import File

from bench.memory import most_held
from lk_addon.cabinet.spreadsheets import ALL_TEXT
from lk_addon.exchange.domain import imports
from lk_addon.exchange.kinds.members import COLUMNS
from lk_addon.exchange.models import ImportRun
from lk_addon.registry.demo_bulk import FIRST, generated_member
from lk_addon.registry.models import Member

FILLED = [column for column in COLUMNS if not column.name.startswith(("head_", "terminat"))]


def main(number):
    """Make the file, import it, tell what it took."""
    for command in ("migrate", "prepare"):  # apart: what they load is no part of an import
        subprocess.run([sys.executable, "manage.py", command, "--verbosity", "0"], check=True)  # noqa: S603 - our own
    before = Member.objects.count()
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    path = settings.VAR_DIR / f"members-{number}.xlsx"
    _write(path, before, number)
    with path.open("rb") as file:
        run = imports.upload(kind="members", file=File(file, name=path.name), actor=None)
    check = _timed(run)
    write = _timed(imports.confirm(run=ImportRun.objects.get(pk=run.pk), actor=None))
    made = Member.objects.count() - before
    if made != number:
        raise SystemExit(f"{made} members of {number} were made")
    memory = most_held(os.getpid()) // 1024
    print(json.dumps({"members": made, "check_s": check, "write_s": write, "memory_mb": memory}))


def _timed(run):
    began = time.perf_counter()
    imports.work(ImportRun.objects.get(pk=run.pk))
    return round(time.perf_counter() - began, 1)


def _write(path, first, number):
    book = xlsxwriter.Workbook(path, {"constant_memory": True, **ALL_TEXT})
    sheet = book.add_worksheet()
    for place, column in enumerate(FILLED):
        sheet.write_string(0, place, column.title)
    for line in range(number):
        member = generated_member(FIRST + first + line)
        for place, column in enumerate(FILLED):
            value = getattr(member, column.name)
            if value not in ("", None):
                sheet.write_string(line + 1, place, f"{value:%d.%m.%Y}" if hasattr(value, "year") else str(value))
    book.close()


if __name__ == "__main__":
    main(int(sys.argv[1]))
