"""Whatever the code writes into the journal has a Russian name there."""

import ast
import re

from django.conf import settings

from cms.audit.actions import action_label, detail_label

OURS = ("cms", "home", "lk_addon")
ACTION = re.compile(r"[a-z_]+\.[a-z_]+")
NOT_DATA = {"actor", "obj"}


def calls_of_record():
    """Yield each call of ``record(...)`` or ``audit.record(...)`` with its file."""
    for storey in OURS:
        for path in (settings.BASE_DIR / storey).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and ast.unparse(node.func) in ("record", "audit.record", "domain.record"):
                    yield path, node


def written_actions():
    """Yield the names of actions that stand in these calls as they are."""
    for path, call in calls_of_record():
        for node in ast.walk(call.args[0]):
            if isinstance(node, ast.Constant) and ACTION.fullmatch(str(node.value)):
                yield path, node.value


def test_every_action_has_a_name():
    found = list(written_actions())
    assert len(found) > 20
    assert [(str(path), action) for path, action in found if action_label(action) == action] == []


def test_every_detail_has_a_name():
    names = {
        (str(path), keyword.arg)
        for path, call in calls_of_record()
        for keyword in call.keywords
        if keyword.arg and keyword.arg not in NOT_DATA
    }
    assert len(names) > 20
    assert sorted((path, name) for path, name in names if detail_label(name) == name) == []
