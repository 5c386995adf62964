"""The organisation's own colour: what it must be like, and the tones of both colour schemes derived from it.

Contrast is that of WCAG 2.2 (1.4.3, relative luminance of sRGB). The grounds named here are those of tokens.css.
"""

import re
from dataclasses import dataclass
from hashlib import blake2b

from django.core.exceptions import ValidationError

AA = 4.5  # text of ordinary size
WHITE = "#ffffff"  # --on-brand, --surface and --band-ink of the light scheme
SUNK = "#f2f4f7"  # --surface-sunk of the light scheme, the darkest ground on which the colour itself stands
DARK_RAISED = "#1a222d"  # --surface-raised of the dark scheme, the lightest ground there
SPELLING = re.compile(r"#[0-9A-Fa-f]{6}")

#: The least contrast that a derived tone must have, about that of the tones drawn by hand in tokens.css.
LINK, STRONG, BAND = 6, 12, 13.5  # with white
DARK_BRAND, DARK_STRONG, DARK_BAND = 7.5, 10, 16  # with DARK_RAISED, and the band with white

SHEET = """@media screen {{
  :root:not([data-contrast]) {{ --brand: {brand}; --brand-strong: {strong}; --link: {link}; --link-hover: {strong}; \
--band: {band}; }}
}}
@media screen and (prefers-color-scheme: dark) {{
  :root:not([data-contrast]) {{ --brand: {dark}; --brand-strong: {dark_strong}; --link: {dark}; \
--link-hover: {dark_strong}; --band: {dark_band}; }}
}}
"""


def check_brand_colour(value):
    """Raise ValidationError unless ``value`` is «#rrggbb» and readable: white on it, and it on a light ground."""
    if not SPELLING.fullmatch(value):
        raise ValidationError("Запишите цвет решёткой и шестью знаками 0–9 и A–F, например: #1C6843.", code="colour")
    found = contrast(value, SUNK)
    if found < AA:
        raise ValidationError(
            "Цвет слишком светлый: белые надписи на нём и надписи этого цвета на светлом фоне не прочесть. "
            "Контраст %(found)s\u00a0:\u00a01, а нужно не меньше 4,5\u00a0:\u00a01. Возьмите цвет темнее.",
            code="contrast",
            params={"found": f"{int(found * 10) / 10:.1f}".replace(".", ",")},
        )


def contrast(one, other):
    """Return the contrast of two colours «#rrggbb», from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@dataclass(frozen=True, slots=True)
class Palette:
    """The stylesheet that lays the colour over tokens.css; print and the high-contrast looks keep their own."""

    css: str
    version: str  # changes with the text
    brand: str
    band: str
    dark_link: str
    dark_band: str


def palette(colour):
    """Return the palette made of ``colour``. Raises ValueError when it is no colour."""
    if not SPELLING.fullmatch(colour):
        raise ValueError(f"not a colour: {colour!r}")
    tones = {
        "brand": colour.lower(),
        "strong": _mixed(colour, "#000000", WHITE, STRONG),
        "link": _mixed(colour, "#000000", WHITE, LINK),
        "band": _mixed(colour, "#000000", WHITE, BAND),
        "dark": _mixed(colour, WHITE, DARK_RAISED, DARK_BRAND),
        "dark_strong": _mixed(colour, WHITE, DARK_RAISED, DARK_STRONG),
        "dark_band": _mixed(colour, "#000000", WHITE, DARK_BAND),
    }
    css = SHEET.format(**tones)
    version = blake2b(css.encode(), digest_size=6).hexdigest()
    return Palette(
        css=css,
        version=version,
        brand=tones["brand"],
        band=tones["band"],
        dark_link=tones["dark"],
        dark_band=tones["dark_band"],
    )


def _mixed(colour, admixture, ground, wanted):
    """Return ``colour`` with as little of ``admixture`` as gives the contrast ``wanted`` with ``ground``."""
    tones = (_mix(colour, admixture, percent) for percent in range(101))
    return next(tone for tone in tones if contrast(tone, ground) >= wanted)


def _mix(colour, admixture, percent):
    pairs = zip(_channels(colour), _channels(admixture), strict=True)
    return "#" + "".join(f"{round((one * (100 - percent) + other * percent) / 100):02x}" for one, other in pairs)


def _channels(colour):
    return bytes.fromhex(colour[1:])


def _luminance(colour):
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in (number / 255 for number in _channels(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
