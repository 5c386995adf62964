"""The matrix is blind where its search for canaries is: the search finds them in every disguise."""

import pytest
from django.http import HttpResponse

from tests.architecture.twins import seen_in


@pytest.mark.parametrize(
    ("word", "content"),
    [
        ("Бирюза", "ООО «Бирюза»"),
        ("Бирюза", "/media/%D0%91%D0%B8%D1%80%D1%8E%D0%B7%D0%B0.pdf"),
        ("Бирюза", r'{"name": "\u0411\u0438\u0440\u044e\u0437\u0430"}'),
        ("265422127", "2\u00a0654\u00a0221,27 ₽"),
        ("265422127", "2654221.27"),
    ],
)
def test_a_word_is_found_however_it_is_written(word, content):
    assert seen_in(HttpResponse(content), content.encode(), [word]) == {word}


def test_a_word_is_found_in_headers_and_nowhere_else():
    answer = HttpResponse("пусто", headers={"Content-Disposition": "attachment; filename*=utf-8''%D0%91%D0%B8.pdf"})
    assert seen_in(answer, answer.content, ["Би", "Биркрем"]) == {"Би"}
