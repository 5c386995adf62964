"""Rows are locked without their keys: whoever only refers to a row does not wait for those who change it."""

import ast
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
FILES = [path for storey in ("cms", "home", "lk_addon") for path in (ROOT / storey).rglob("*.py")]


def whole_locks(source):
    """Return the lines on which a row is locked with its key."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    locks = [call for call in calls if getattr(call.func, "attr", "") == "select_for_update"]
    return [lock.lineno for lock in locks if "no_key" not in {option.arg for option in lock.keywords}]


def test_no_lock_takes_the_key():
    # A new row asks for the keys of the rows it refers to at the commit, when its transaction holds the journal:
    # one who has locked such a key and waits for the journal would stop both.
    found = {str(path.relative_to(ROOT)): whole_locks(path.read_text()) for path in FILES}
    assert {path: lines for path, lines in found.items() if lines} == {}


def test_a_lock_with_the_key_is_found():
    assert whole_locks("Member.objects.select_for_update(of=('self',)).get(pk=1)") == [1]
    assert whole_locks("Member.objects.select_for_update(no_key=True).get(pk=1)") == []
