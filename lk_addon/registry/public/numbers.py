"""Numbers of the register as people type them: «С-056-…» with a Latin C, «056-906», «№ 906», «7707 083893»."""

import re

from django.conf import settings

_LOOK_ALIKES = str.maketrans("ABCEHKMOPTXaceopxy", "АВСЕНКМОРТХасеорху")
_LABEL = re.compile(r"^(?:сро|инн|огрнип|огрн|рег(?:истрационный)?|номер|№)[\s.:№-]*", re.IGNORECASE)
_SEPARATORS = re.compile(r"[\s\-–—−./]+")
_NUMBER = re.compile(r"[а-я]{0,3}\d{1,40}")


def as_number(text):
    """Return ``text`` as the register keeps numbers for search, or nothing where it is no number.

    Separators and labels are dropped, Latin letters that look like Russian ones become those.
    """
    bare = text.strip()
    while (shorter := _LABEL.sub("", bare)) != bare:
        bare = shorter
    compact = _SEPARATORS.sub("", bare).translate(_LOOK_ALIKES).lower()
    return compact if _NUMBER.fullmatch(compact) else ""


def forms_of(member):
    """Return every form in which the numbers of ``member`` may be typed, separators left out.

    The unified number is also found without its letter and without the ИНН in its middle.
    """
    own = as_number(member.registration_number) or member.registration_number.lower()
    written = {own, own.zfill(4), own.lstrip("0") or own}
    prefix = as_number(settings.SRO_REGISTER_PREFIX)
    digits = prefix.lstrip("абвгдежзийклмнопрстуфхцчшщъыьэюя")
    unified = as_number(member.unified_number)
    forms = written | {member.inn, member.ogrn, unified, unified.removeprefix(prefix[: len(prefix) - len(digits)])}
    forms |= {head + number for head in (prefix, digits) for number in written}
    return sorted(forms - {""})


def sort_key(number):
    """Return a key by which «99» stands before «100»."""
    return re.sub(r"\d+", lambda digits: digits[0].zfill(12), number)[:60]
