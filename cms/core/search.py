"""Russian full-text search: what PostgreSQL's stemmer leaves to us.

The ``russian`` configuration stems and folds ё to е, and its parser takes quotes, №
and no-break spaces for gaps. It does not know stop words written with ё («всё»), and
a NUL breaks the connection; so queries are folded before they reach it.
"""

import re
import unicodedata

MAX_QUERY_LENGTH = 200

_YO = str.maketrans("ёЁ", "еЕ")
_GAPS = re.compile(r"[\s\x00-\x1f\x7f«»„“”‘’\"'№]+")


def fold(text):
    """Return ``text`` as it is searched for: composed, ё as е, without quotes, №, control characters and extra space.

    At most MAX_QUERY_LENGTH characters of it.
    """
    composed = unicodedata.normalize("NFC", text[: MAX_QUERY_LENGTH * 2])
    return _GAPS.sub(" ", composed.translate(_YO)).strip()[:MAX_QUERY_LENGTH]
