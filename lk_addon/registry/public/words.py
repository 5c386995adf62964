"""Names of organisations as words to search for."""

import re
import unicodedata

from lk_addon.registry.names import sort_name

_WORD = re.compile(r"[^\W_]+")
_LEGAL_FORMS = frozenset(["ооо", "оао", "зао", "пао", "нао", "ао", "ип", "гуп", "муп", "фгуп", "ано"])


def words_of(text):
    """Return the words of a name or a query: small letters, ё as е, no legal form, quotes or hyphens.

    A query that consists of a legal form alone keeps it.
    """
    words = _WORD.findall(sort_name(unicodedata.normalize("NFC", text)).lower())
    return [word for word in words if word not in _LEGAL_FORMS] or words
