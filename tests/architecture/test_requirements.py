"""docs/requirements.md and the tests agree."""

import re
from pathlib import Path

from tests.requirements_report import known_requirements

MARK = re.compile(r"mark\.req\(([^)]*)\)")


def marked_requirements():
    sources = Path(__file__).resolve().parents[1].rglob("*.py")
    return {
        number
        for source in sources
        for arguments in MARK.findall(source.read_text(encoding="utf-8"))
        for number in re.findall(r"REQ-[\w.]+", arguments)
    }


def test_every_built_requirement_has_a_test():
    built = {number for number, (_text, state) in known_requirements().items() if state == "built"}
    assert sorted(built - marked_requirements()) == []


def test_no_requirement_with_a_test_counts_as_not_begun():
    later = {number for number, (_text, state) in known_requirements().items() if state == "later"}
    assert sorted(later & marked_requirements()) == []
