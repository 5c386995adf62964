"""What the importer makes of a text."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from home.regulations import notation
from home.regulations.importing.errors import UnreadableError
from home.regulations.importing.parser import recognise

PRINTED = (Path(__file__).parent / "files" / "printed.txt").read_text(encoding="utf-8")


def texts(source, **options):
    return {block.number: block.text for block in recognise(source, **options).blocks}


def test_sections_and_clauses_of_a_printed_text():
    found = recognise(PRINTED)
    assert [section.heading for section in found.sections] == [
        "ПОРЯДОК ПОСЕЩЕНИЯ И СЛОВА, КОТОРЫЕ В НЁМ ВСТРЕЧАЮТСЯ",
        "ЗАПИСЬ",
        "ЗАКЛЮЧЕНИЕ",
    ]
    assert [clause.number for clause in found.clauses] == [
        "1.1",
        "1.2",
        "1.3",
        "2.1",
        "2.2",
        "2.2.1",
        "2.2.2",
        "3.1",
        "3.2",
    ]


def test_debris_of_pages_is_left_out_and_reported():
    found = recognise(PRINTED)
    assert found.dropped == ["http://masterskaya.example.org/", "http://example.org/", "3"]


def test_lines_broken_by_the_page_are_one_paragraph():
    found = texts(PRINTED)
    assert found["1.3"] == (
        "Начатую работу хранят в шкафу, который не является местом хранения ценных вещей, и забирают до конца месяца."
    )
    assert "(он же – стол) - рабочее место мастера, за которым" in found["1.1"]


def test_lists_lists_in_lists_and_text_between_them():
    assert texts(PRINTED)["2.1"].splitlines() == [
        "Записываясь, посетитель соглашается:",
        "• Соблюдать тишину (пункт 1 Порядка), беречь верстак.",
        "• Убирать за собой.",
        "▪ Стружку выбрасывают в ящик (металлическую отдельно).",
        "▪ Инструмент возвращают дежурному.",
        "Сообщить дежурному:",
        "• О поломке",
        "• О травме",
    ]


def test_a_short_first_sentence_is_a_paragraph_of_its_own():
    assert texts(PRINTED)["2.2.2"] == "Обычное занятие.\nПосетитель работает сам."


def test_a_number_inside_a_sentence_is_not_a_clause():
    assert texts(PRINTED)["3.1"].endswith("по пункту 2.1 этого Порядка, ответ дают 12.05 или позже.")


def test_every_word_is_kept_in_order():
    found = recognise(PRINTED)
    without_debris = PRINTED
    for line in found.dropped:
        without_debris = re.sub(rf"^{re.escape(line)} ?$", "", without_debris, count=1, flags=re.MULTILINE)
    assert notation.words(found.text) == notation.words(without_debris)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("1. ОБЩЕЕ\n1.1 Первый", {"1": "", "1.1": "Первый"}),
        ("1. ОБЩЕЕ\n1.1. Первый", {"1": "", "1.1": "Первый"}),
        ("1. ОБЩЕЕ\n1.1.Первый", {"1": "", "1.1": "Первый"}),
        ("1 ОБЩЕЕ\n1.1. Первый", {"1": "", "1.1": "Первый"}),
        ("1. Общее\n\n1.1. Первый", {"1": "", "1.1": "Первый"}),
        ("1. Общее\n\n1.1. Первый.\n\n2. Нужное\n• раз\n\n3. Прочее\n\n3.1. Третий.", {
            "1": "", "1.1": "Первый.", "2": "• раз", "3": "", "3.1": "Третий."}),
        ("1. Общее\n\n1.1. По порядку:\n\n2. два\n\n3. три\n\n2. Прочее\n\n2.1. Далее.\n\n3. Ещё\n\n3.1. Всё.", {
            "1": "", "1.1": "По порядку:\n\\2. два\n\\3. три", "2": "", "2.1": "Далее.", "3": "", "3.1": "Всё."}),
        ("1. Общее\n\n1.1. По порядку:\n\n2. два;\n\n3. Прочее\n\n3.1. Третий.", {
            "1": "", "1.1": "По порядку:\n\\2. два;\n\\3. Прочее\n\\3.1. Третий."}),
        ("1.\u00a0ОБЩЕЕ\n1.1\u00a0Первый", {"1": "", "1.1": "Первый"}),
        ("1. ОБ\u00adЩЕЕ\n1.1 Пер\u00ad\nвый", {"1": "", "1.1": "Первый"}),
        ("Глава 1. ОБЩЕЕ\n1.1 Первый", {"1": "", "1.1": "Первый"}),
        ("1. ОБЩЕЕ\n1.1 Первый   и  второй", {"1": "", "1.1": "Первый и второй"}),
        ("1.1 Первый\n\n1.2 Второй", {"1.1": "Первый", "1.2": "Второй"}),
        ("Утверждён приказом\n\n1. ОБЩЕЕ\n1.1 Первый", {"": "Утверждён приказом", "1": "", "1.1": "Первый"}),
        ("1. ОБЩЕЕ\n1.1 Вот что:\n1) раз;\n2) два.", {"1": "", "1.1": "Вот что:\n1) раз;\n2) два."}),
        ("1. ОБЩЕЕ\n1.1 Вот что:\n- раз;\n- два.", {"1": "", "1.1": "Вот что:\n• раз;\n• два."}),
        ("1. ОБЩЕЕ\n1.1 Мастер\n- это человек.", {"1": "", "1.1": "Мастер - это человек."}),
        ("1. ОБЩЕЕ\n1.1 Вот:\n• раз:\n   - мелко;\n   - крупно;\n• два.", {
            "1": "", "1.1": "Вот:\n• раз:\n▪ мелко;\n▪ крупно;\n• два."}),
        ("1. ОБЩЕЕ\n1.1 Вот:\n•\nраз", {"1": "", "1.1": "Вот:\n• раз"}),
        ("1. ОБЩЕЕ\n1.1 Ручная работа, руч-\nная", {"1": "", "1.1": "Ручная работа, ручная"}),
        ("1. ОБЩЕЕ\n1.1 Видео-\nсвязь", {"1": "", "1.1": "Видео-связь"}),
        ("1. ОБЩЕЕ\n1.1 Сайт по адресу\nhttp://a.example/\n\n1.2 Далее", {
            "1": "", "1.1": "Сайт по адресу http://a.example/", "1.2": "Далее"}),
    ],
)  # fmt: skip
def test_ways_of_writing(source, expected):
    assert texts(source) == expected


def test_a_gap_in_the_numbers_is_accepted_and_reported():
    found = recognise("1. ОБЩЕЕ\n\n1.1 Первый.\n\n1.3 Третий.")
    assert [clause.number for clause in found.clauses] == ["1.1", "1.3"]
    assert "сразу 1.3" in found.warnings[0]


def test_a_repeated_number_is_left_in_the_text_and_reported():
    found = recognise("1. ОБЩЕЕ\n\n1.1 Первый.\n\n1.2 Второй.\n\n1.1 Снова.")
    assert [clause.number for clause in found.clauses] == ["1.1", "1.2"]
    assert "1.1" in found.warnings[0]


def test_running_heads_and_page_numbers_of_many_pages_are_left_out():
    pages = [f"Порядок мастерской\n\n{number}.1. Пункт страницы.\n\nСтраница {number} из 4" for number in range(1, 5)]
    found = recognise("\f".join(pages))
    assert [clause.text for clause in found.clauses] == ["Пункт страницы."] * 4
    assert len(found.dropped) == 8


@pytest.mark.parametrize("source", ["", "   \n\f", "Просто текст.\n\nБез пунктов."])
def test_a_text_without_clauses_is_refused(source):
    with pytest.raises(UnreadableError):
        recognise(source)


LINE = st.one_of(
    st.text(max_size=30),
    st.from_regex(r"\A[1-3](\.[1-3]){0,3}\.? ?[А-Яа-я«»,.:-]{0,20}\Z"),
    st.from_regex(r"\A[•▪\-–\\] ?[а-я1-9. ]{0,12}\Z"),
    st.sampled_from(["", "\f", "http://a.example/", "7", "1. ОБЩЕЕ", "2. ЧАСТНОЕ", "Страница 1 из 2"]),
)


@given(st.lists(LINE, max_size=25).map("\n".join), st.booleans())
def test_whatever_is_recognised_is_read_back_the_same(source, broken_lines):
    try:
        found = recognise(source, broken_lines=broken_lines)
    except UnreadableError:
        return
    assert notation.read(found.text) == found.blocks
