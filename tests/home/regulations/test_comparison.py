"""The difference of two editions, clause by clause."""

import time

import pytest

from home.regulations import notation
from home.regulations.comparison import compare, pieces

TEXT = """1. ОБЩЕЕ

1.1. Мастерская открыта для всех жителей дома каждый день.

1.2. Инструмент выдаёт дежурный под запись в журнале.

1.3. За порядком следят все посетители мастерской.
"""


def changes(old, new):
    found = compare(notation.read(old), notation.read(new)).changes
    return [(change.kind, change.old and change.old.number, change.new and change.new.number) for change in found]


def told(old, new):
    return [change for change in changes(old, new) if change[0] != "same"]


def test_the_same_text_has_no_differences():
    comparison = compare(notation.read(TEXT), notation.read(TEXT))
    assert comparison.counts == {"same": 4}
    assert len(comparison.runs) == 1


def test_a_changed_word_is_marked_and_nothing_else():
    comparison = compare(notation.read(TEXT), notation.read(TEXT.replace("каждый день", "каждый вечер")))
    (change,) = [change for change in comparison.changes if change.differs]
    assert change.pieces == (
        ("same", "Мастерская открыта для всех жителей дома каждый"),
        ("del", "день."),
        ("ins", "вечер."),
    )


def test_an_added_clause_renumbers_those_after_it_and_does_not_change_them():
    new = TEXT.replace("1.3. ", "1.4. ").replace("1.2. ", "1.3. ")
    new = new.replace("\n1.3. И", "\n1.2. Ключ от шкафа хранится у заведующего.\n\n1.3. И")
    assert told(TEXT, new) == [("added", None, "1.2"), ("moved", "1.2", "1.3"), ("moved", "1.3", "1.4")]


def test_a_removed_clause_is_told_where_it_stood():
    new = TEXT.replace("1.2. Инструмент выдаёт дежурный под запись в журнале.\n\n", "").replace("1.3. ", "1.2. ")
    assert changes(TEXT, new) == [
        ("same", "1", "1"),
        ("same", "1.1", "1.1"),
        ("removed", "1.2", None),
        ("moved", "1.3", "1.2"),
    ]


def test_a_clause_renumbered_and_changed_is_recognised():
    new = TEXT.replace("1.3. За порядком следят все посетители", "1.2. За порядком строго следят все посетители")
    new = new.replace("1.2. Инструмент выдаёт дежурный под запись в журнале.\n\n", "")
    assert ("changed", "1.3", "1.2") in told(TEXT, new)
    assert ("removed", "1.2", None) in told(TEXT, new)


def test_a_clause_rewritten_from_scratch_is_removed_and_added():
    new = TEXT.replace("Инструмент выдаёт дежурный под запись в журнале.", "Уборку проводят по субботам силами смены.")
    assert told(TEXT, new) == [("removed", "1.2", None), ("added", None, "1.2")]


def test_swapped_clauses_keep_their_words():
    new = """1. ОБЩЕЕ

1.1. Инструмент выдаёт дежурный под запись в журнале.

1.2. Мастерская открыта для всех жителей дома каждый день.

1.3. За порядком следят все посетители мастерской.
"""
    assert {kind for kind, _old, _new in told(TEXT, new)} == {"moved"}


def test_items_of_a_list_are_compared_word_by_word():
    old = "1.1. Можно:\n• пилить;\n• строгать."
    assert pieces(notation.read(old)[0].text, "Можно:\n• пилить;\n• красить;\n• строгать.") == [
        ("same", "Можно:\n• пилить;\n•"),
        ("ins", "красить;\n•"),
        ("same", "строгать."),
    ]


@pytest.mark.parametrize("other", ["1.1. Слово", TEXT])
def test_no_word_is_lost_in_a_comparison(other):
    comparison = compare(notation.read(TEXT), notation.read(other))
    told_old, told_new = [], []
    for change in comparison.changes:
        for kind, text in change.pieces:
            told_old += notation.words(text) if kind != "ins" else []
            told_new += notation.words(text) if kind != "del" else []
    whole_old = [word for block in notation.read(TEXT) for word in block.words]
    whole_new = [word for block in notation.read(other) for word in block.words]
    assert sorted(told_old) == sorted(whole_old)
    assert told_new == whole_new


def test_forty_kilobytes_are_compared_at_once():
    old = "\n\n".join(f"{1 + n // 20}.{1 + n % 20}. " + f"Правило {n} действует в мастерской. " * 4 for n in range(100))
    new = old.replace("действует", "не действует", 40)
    assert len(old.encode()) > 25_000
    started = time.perf_counter()
    compare(notation.read(old), notation.read(new))
    assert time.perf_counter() - started < 2
