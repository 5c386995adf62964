"""ИНН, ОГРН and КПП: how they are cleaned and what makes them well formed.

They are strings everywhere: the leading zeros of regions 01–09 are real. The
check digits are those that the tax service publishes; the region is not looked
at, because test data use region 00, which nobody has.
"""

import re

from django.core.exceptions import ValidationError

_SEPARATORS = re.compile(r"[\s\-\u2010-\u2015]+")
_KPP = re.compile(r"\d{4}[0-9A-Z]{2}\d{3}")

_INN_10 = (2, 4, 10, 3, 5, 9, 4, 6, 8)
_INN_12_FIRST = (7, *_INN_10)
_INN_12_SECOND = (3, *_INN_12_FIRST)


def clean_identifier(value):
    """Return ``value`` without the spaces, no-break spaces and dashes that people put between digits."""
    return _SEPARATORS.sub("", value).upper()


def _digits(value, *lengths):
    return value.isascii() and value.isdigit() and len(value) in lengths and value.strip("0") != ""


def inn_of_organisation(body):
    """Return the ИНН whose first nine digits are ``body``."""
    return body + _weighted(body, _INN_10)


def inn_of_person(body):
    """Return the ИНН whose first ten digits are ``body``."""
    first = body + _weighted(body, _INN_12_FIRST)
    return first + _weighted(first, _INN_12_SECOND)


def ogrn_of_entrepreneur(body):
    """Return the ОГРНИП whose first fourteen digits are ``body``."""
    return body + _remainder(body, 13)


def ogrn_of_organisation(body):
    """Return the ОГРН whose first twelve digits are ``body``."""
    return body + _remainder(body, 11)


def _remainder(body, modulus):
    return str(int(body) % modulus % 10)


def _weighted(value, weights):
    return str(sum(int(digit) * weight for digit, weight in zip(value, weights, strict=False)) % 11 % 10)


def is_inn(value):
    """Say whether ``value`` is an ИНН: 10 digits of an organisation or 12 of a person, check digits right."""
    if not _digits(value, 10, 12):
        return False
    if len(value) == 10:
        return _weighted(value, _INN_10) == value[9]
    return _weighted(value, _INN_12_FIRST) == value[10] and _weighted(value, _INN_12_SECOND) == value[11]


def is_ogrn(value):
    """Say whether ``value`` is an ОГРН (13 digits) or an ОГРНИП (15 digits) with the right check digit."""
    if not _digits(value, 13, 15):
        return False
    if len(value) == 13:
        return value[0] in "15" and _remainder(value[:12], 11) == value[12]
    return value[0] == "3" and _remainder(value[:14], 13) == value[14]


def is_kpp(value):
    """Say whether ``value`` has the form of a КПП; it has no check digit."""
    return value.isascii() and _KPP.fullmatch(value) is not None


def validate_inn(value):
    """Raise ValidationError unless ``value`` is an ИНН."""
    if not is_inn(value):
        raise ValidationError("ИНН состоит из 10 или 12 цифр, и контрольные цифры должны сходиться.", code="inn")


def validate_ogrn(value):
    """Raise ValidationError unless ``value`` is an ОГРН or ОГРНИП."""
    if not is_ogrn(value):
        raise ValidationError(
            "ОГРН состоит из 13 цифр, ОГРНИП — из 15, и контрольная цифра должна сходиться.", code="ogrn"
        )


def validate_kpp(value):
    """Raise ValidationError unless ``value`` looks like a КПП."""
    if not is_kpp(value):
        raise ValidationError("КПП состоит из девяти знаков, например 009901001.", code="kpp")
