"""What holds for every source file of ours: its length, the length of views, what it may catch, nothing left to do."""

import ast
import re
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
STOREYS = ("cms", "home", "lk_addon")
MAX_LINES = 400
MAX_VIEW = 30  # lines of a body; about fifteen is the aim

#: Where whatever is raised is caught, with the reason beside it. One more is added here on purpose or not at all.
BOUNDARIES = {
    ("cms/outbox/domain.py", "_perform"),
    ("home/regulations/importing/pdf_text.py", "main"),
    ("tests/faults/test_faults.py", "test_nothing_is_lost_and_nothing_doubled"),  # says at which fault, and raises it
}
BROAD = {"Exception", "BaseException"}
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX)\b|raise NotImplementedError")
TEXTS = {".py", ".html", ".txt", ".js", ".css", ".svg", ".conf", ".service", ".example", ".sh", ""}


def name_of(path):
    return str(path.relative_to(ROOT))


def sources(*folders, suffix=".py"):
    """Yield our own files: Django writes the migrations."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob(f"*{suffix}")):
            if "migrations" not in path.parts:
                yield path


def functions(path):
    """Yield the functions and methods of a file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def body_lines(function):
    """Return how many lines the body takes, without its docstring."""
    first = function.body[1 if ast.get_docstring(function) and len(function.body) > 1 else 0]
    return function.body[-1].end_lineno - first.lineno + 1


def test_no_file_is_longer_than_a_reader_bears():
    files = [*sources(*STOREYS, "tests", "bench"), *sources(*STOREYS, suffix=".js")]
    assert len(files) > 300
    lengths = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    assert {name: length for name, length in lengths.items() if length > MAX_LINES} == {}


def test_views_are_short():
    def is_of_views(path):
        return path.stem.startswith("views") or path.stem == "admin_views" or path.parent.name == "views"

    views = [(path, view) for path in sources(*STOREYS) if is_of_views(path) for view in functions(path)]
    assert len(views) > 100
    assert [(name_of(path), view.name) for path, view in views if body_lines(view) > MAX_VIEW] == []


def catches_everything(node):
    if not isinstance(node, ast.ExceptHandler):
        return False
    caught = {"BaseException"} if node.type is None else {ast.unparse(part) for part in ast.walk(node.type)}
    return bool(caught & BROAD)


def test_whatever_is_raised_is_caught_at_the_named_boundaries_only():
    found = {
        (name_of(path), function.name)
        for path in sources(*STOREYS, "tests", "bench")
        for function in functions(path)
        if any(map(catches_everything, ast.walk(function)))
    }
    assert found == BOUNDARIES


def test_nothing_is_left_to_do():
    mine = Path(__file__)
    files = (
        path
        for folder in (*STOREYS, "templates", "tests", "bench", "script", "deploy")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path.suffix in TEXTS and path != mine and "__pycache__" not in path.parts
    )
    assert [name_of(path) for path in files if UNFINISHED.search(path.read_text(encoding="utf-8"))] == []
