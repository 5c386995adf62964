"""Names of organisations: what to sort them by."""

import re

_LEGAL_FORMS = re.compile(
    r"^(?:ООО|ОАО|ЗАО|ПАО|НАО|АО|ИП|ГУП|МУП|ФГУП|АНО|"
    r"ОБЩЕСТВО С ОГРАНИЧЕННОЙ ОТВЕТСТВЕННОСТЬЮ|(?:ПУБЛИЧНОЕ |НЕПУБЛИЧНОЕ )?АКЦИОНЕРНОЕ ОБЩЕСТВО|"
    r"ИНДИВИДУАЛЬНЫЙ ПРЕДПРИНИМАТЕЛЬ)(?=[\s«\"„“])"
)
_QUOTES = re.compile(r"[«»„“”\"']")


def sort_name(name):
    """Return ``name`` as lists sort and find it: without legal form and quotes, ё as е, in capitals.

    The database compares code points, and there Ё stands before А.
    """
    upper = " ".join(name.upper().replace("Ё", "Е").split())
    bare = _QUOTES.sub("", _LEGAL_FORMS.sub("", upper))
    return " ".join(bare.split())
