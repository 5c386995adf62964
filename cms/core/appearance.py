"""«Версия для слабовидящих»: how the reader wants pages to look, kept in a cookie.

The choice is one of a small closed set, applied on the server as data attributes
of <html>, so it works without JavaScript and a cached page can be kept per choice.
"""

import itertools

from django.conf import settings

COOKIE_AGE = 365 * 24 * 60 * 60  # seconds

#: Each part of the choice: its form field, legend and options; the first option is the ordinary look.
CHOICES = {
    "size": ("Размер шрифта", {"1": "обычный", "2": "крупный", "3": "очень крупный"}),
    "contrast": (
        "Цвета",
        {"": "обычные", "white": "чёрным по белому", "black": "белым по чёрному", "beige": "коричневым по бежевому"},
    ),
    "spacing": ("Интервалы", {"": "обычные", "wide": "увеличенные"}),
    "images": ("Изображения", {"": "показывать", "off": "не показывать"}),
}


def _value(choice):
    """Write a choice as the cookie's value; the ordinary look is the empty string."""
    parts = [choice[name] for name in CHOICES]
    ordinary = [next(iter(options)) for _legend, options in CHOICES.values()]
    return "" if parts == ordinary else ".".join(part or "-" for part in parts)


#: Every value that the cookie may have, with the choice that it stands for.
VARIANTS = {
    _value(choice): choice
    for choice in (
        dict(zip(CHOICES, parts, strict=True))
        for parts in itertools.product(*(options for _legend, options in CHOICES.values()))
    )
}


def variant(cookies) -> str:
    """Return the look that a request's cookies ask for, one of VARIANTS' keys; an unknown value means "", the ordinary.

    It belongs in the key of every cache of whole pages.
    """
    value = cookies.get(settings.APPEARANCE_COOKIE_NAME, "")
    return value if value in VARIANTS else ""


def choice(request) -> dict[str, str]:
    """Return the reader's choice: a value for each name of CHOICES."""
    return VARIANTS[variant(request.COOKIES)]


def remember(response, posted) -> None:
    """Keep what was posted for a year; what is missing or unknown is the ordinary look, and that deletes the cookie."""
    wanted = {
        name: posted.get(name) if posted.get(name) in options else next(iter(options))
        for name, (_legend, options) in CHOICES.items()
    }
    value = _value(wanted)
    response.set_cookie(
        settings.APPEARANCE_COOKIE_NAME,
        value,
        max_age=COOKIE_AGE if value else 0,
        secure=True,
        httponly=True,
        samesite="Lax",
    )
