"""Browser and system in words, out of what a browser says of itself: enough to recognise one's own."""

import re

# The first match counts: nearly every browser also says «Chrome» and «Safari».
BROWSERS = (
    ("YaBrowser", "Яндекс.Браузер"),
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox|FxiOS", "Firefox"),
    ("Chrome|CriOS|Chromium", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone|iPad", "iOS"),
    ("Windows", "Windows"),
    ("Mac OS X|Macintosh", "macOS"),
    ("Linux|X11", "Linux"),
)


def name_browser(user_agent):
    """Return, say, «Firefox, Windows»; what is not recognised is called so."""
    browser = _first(BROWSERS, user_agent) or "неизвестная программа"
    system = _first(SYSTEMS, user_agent)
    return f"{browser}, {system}" if system else browser


def _first(names, user_agent):
    return next((name for pattern, name in names if re.search(pattern, user_agent)), "")
