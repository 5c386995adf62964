"""Numbers of law are dated rows that staff supersede, never words of a template or a message (REQ-7.3)."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
NUMERAL = (
    r"(?:\d+|одного|двух|тр[её]х|четыр[её]х|пяти|шести|семи|десяти|пятнадцати|двадцати|тридцати|"
    r"один|одна|два|две|три|четыре|пять|шесть|семь|десять|пятнадцать|двадцать|тридцать)"
)
UNIT = (
    r"(?:рабоч|раб\.|календарн|дн[еяю]|день|недел|месяц|лет\b|года\b|год\b|час|минут|"
    r"млн|млрд|миллион|миллиард|тыс|₽|руб|%|процент)\w*"
)
MEANING = re.compile(rf"(?<!\w){NUMERAL}(?:\s|\u00a0|&nbsp;)*{UNIT}", re.IGNORECASE)

#: Written by whom it is not law to change: what brings the first rows, and what only shows or imports examples.
OUTSIDE = re.compile(r"/(migrations|management)/|/(demo\w*|prepare|samples)\.py$")

#: (file, words) → why these digits are ours and not the law's.
OURS = {
    ("templates/lk_addon/cabinet/access_help.html", "72\u00a0часа"): "how long a link of ours lives",
    ("templates/lk_addon/accounts/public/how_to_get_access.html", "72\u00a0часов"): "how long a link of ours lives",
    ("templates/lk_addon/accounts/email_link_closed.html", "72\u00a0часа"): "how long a link of ours lives",
    ("templates/lk_addon/accounts/activation_closed.html", "72\u00a0часов"): "how long a link of ours lives",
    ("lk_addon/accounts/staff/applications.py", "72\u00a0часа"): "how long a link of ours lives",
    ("templates/lk_addon/accounts/public/application_form.html", "7\u00a0дней"): "when the cabinet reminds",
    ("templates/lk_addon/planner/duties_tile.html", "три месяца"): "how far the tile looks ahead",
    ("templates/lk_addon/supervision/staff/desk.html", "две недели"): "how far the desk looks ahead",
    ("lk_addon/supervision/staff/desk.py", "две недели"): "how far the desk looks ahead",
    ("lk_addon/correspondence/staff/panels.py", "два рабочих"): "how far the inbox looks ahead",
    ("lk_addon/correspondence/staff/filters.py", "двух рабочих"): "how far the inbox looks ahead",
    ("lk_addon/signatures/inspection.py", "2001 года"): "the name of an old standard of signatures",
}


def words_of_template(text):
    """What a template itself says: neither tags nor comments nor attributes of drawings."""
    return re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}|<[^>]*>", "\n", text, flags=re.DOTALL)


def words_of_module(source):
    """The strings of a module, without docstrings; the fixed parts of f-strings among them."""
    tree = ast.parse(source)
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    strings = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return " ¦ ".join(node.value for node in strings if id(node) not in docstrings)


def found_in(path):
    text = path.read_text()
    words = words_of_module(text) if path.suffix == ".py" else words_of_template(text)
    return {match.group().replace("&nbsp;", "\u00a0") for match in MEANING.finditer(words)}


def literals():
    files = [*(ROOT / "templates/lk_addon").rglob("*.html"), *(ROOT / "templates/lk_addon").rglob("*.txt")]
    files += [path for path in (ROOT / "lk_addon").rglob("*.py") if not OUTSIDE.search(path.as_posix())]
    return {(path.relative_to(ROOT).as_posix(), words) for path in files for words in found_in(path)}


@pytest.mark.req("REQ-7.3")
def test_no_number_of_law_is_written_into_the_code():
    found = literals()
    assert sorted(found - OURS.keys()) == []
    assert sorted(OURS.keys() - found) == [], "take what is not there any more off the list"


@pytest.mark.parametrize(
    ("words", "caught"),
    [
        ("<p>в течение трёх рабочих дней</p>", True),
        ("<p>не более 10&nbsp;млн ₽</p>", True),
        ("<p>за 2 рабочих дня</p>", True),
        ("<p>в течение {{ term.working_days }} раб. дн.</p>", False),
        ('<td width="5">%</td>', False),
        ("<p>пункт 5 раздела 3</p>", False),
    ],
)
def test_the_net_catches_what_it_is_for(words, caught):
    assert bool(MEANING.search(words_of_template(words))) is caught


@pytest.mark.parametrize(
    ("source", "caught"),
    [
        ('text = "в течение 3 рабочих дней"', True),
        ('text = f"не реже раза в 3\\u00a0года, {day}"', True),
        ('def term():\n    """Three years: 3 года."""', False),
        ('text = f"{count} рабочих дней"', False),
    ],
)
def test_the_net_reads_strings_and_no_docstrings(source, caught):
    assert bool(MEANING.search(words_of_module(source))) is caught
