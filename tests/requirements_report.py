"""``--requirements``: which tests prove which clause of the regulation (docs/requirements.md)."""

import re
from collections import defaultdict
from pathlib import Path

import pytest

ROW = re.compile(r"^\| (REQ-\S+) \| (.+?) \| (built|part|later) \|$", re.MULTILINE)
DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "requirements.md"
TESTS = pytest.StashKey[dict]()


def known_requirements():
    """Return ``{id: (text, state)}`` in the order of the document."""
    return {number: (text, state) for number, text, state in ROW.findall(DOCUMENT.read_text(encoding="utf-8"))}


def collected_tests(items):
    """Return ``{id: [test names]}``; a parametrised test counts once."""
    found = defaultdict(dict)
    for item in items:
        for mark in item.iter_markers("req"):
            for number in mark.args:
                found[number][item.nodeid.partition("[")[0]] = None
    return {number: list(names) for number, names in found.items()}


def pytest_addoption(parser):
    parser.addoption("--requirements", action="store_true", help="list the requirements with their tests; run nothing")


def pytest_collection_modifyitems(config, items):
    """Refuse an id that the document does not know."""
    config.stash[TESTS] = collected_tests(items)
    if unknown := config.stash[TESTS].keys() - known_requirements().keys():
        raise pytest.UsageError(f"docs/requirements.md has no {', '.join(sorted(unknown))}")


def pytest_runtestloop(session):
    """Run nothing when only the list is asked for."""
    return True if session.config.getoption("requirements") else None


def pytest_terminal_summary(terminalreporter, config):
    """Print the list and its sum."""
    if not config.getoption("requirements"):
        return
    tests, known = config.stash.get(TESTS, {}), known_requirements()
    terminalreporter.section("requirements")
    for number, (text, state) in known.items():
        names = tests.get(number, [])
        note = state if names or state == "later" else f"{state}, NO TEST"
        terminalreporter.line(f"{number:<14} [{note}] {text}")
        for name in names:
            terminalreporter.line(f"{'':14} · {name}")
    without = [number for number in known if not tests.get(number)]
    later = [number for number in without if known[number][1] == "later"]
    terminalreporter.line(
        f"\n{len(known)} requirements: {len(known) - len(without)} with tests, {len(without)} with none "
        f"({len(later)} of them not yet built)"
    )
