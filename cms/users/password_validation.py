"""Password rules beside Django's own: what Russian keyboards and habits make easy, and an upper length."""

from pathlib import Path

from django.core.exceptions import ValidationError

LONGEST = 128

ROWS = (
    "йцукенгшщзхъ",
    "фывапролджэ",
    "ячсмитьбю",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
)
WORDS = frozenset((Path(__file__).parent / "easy_passwords.txt").read_text(encoding="utf-8").split())
NOT_LETTERS = "0123456789 !@#$%^&*()-_=+.,?№;:*~`'\"<>/\\|[]{}"


class EasyPasswordValidator:
    """Refuse a common word or a walk along the keyboard, with or without figures and signs around it."""

    def validate(self, password, user=None):
        """Raise ValidationError when nothing but such a word is left between figures and signs."""
        core = password.lower().strip(NOT_LETTERS)
        if core in WORDS or _is_walk(core):
            raise ValidationError("Такой пароль легко угадать: придумайте другой.", code="password_too_easy")

    def get_help_text(self):
        """Say it beside the field."""
        return "Пароль не должен быть распространённым словом или рядом соседних клавиш, даже с цифрами."


class MaximumLengthValidator:
    """Refuse what would make the hash work without making the account safer."""

    def validate(self, password, user=None):
        """Raise ValidationError over :data:`LONGEST` characters."""
        if len(password) > LONGEST:
            raise ValidationError(f"Пароль не должен быть длиннее {LONGEST} знаков.", code="password_too_long")

    def get_help_text(self):
        """Say it beside the field."""
        return f"Пароль не должен быть длиннее {LONGEST} знаков."


def _is_walk(core):
    return bool(core) and any(core in row or core[::-1] in row for row in ROWS)
