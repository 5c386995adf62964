"""Is a representative the one who heads the member by the register (REQ-1.1.e)?

Names are compared as people write them: case, ё, hyphens and spaces do not count.
"""

from django.db.models import F, Func, Value
from django.db.models.functions import Concat, Lower, Trim


def same_name(one, other):
    """Say whether two spellings are of one name."""
    return folded(one) == folded(other)


def folded(name):
    """Return the name without what does not count."""
    return " ".join(name.lower().replace("ё", "е").replace("-", " ").split())


def folded_in_database(name):
    """Return the expression of what :func:`folded` gives for the expression ``name``."""
    plain = Func(Lower(name), Value("ё-"), Value("е "), function="translate")
    return Trim(Func(plain, Value(r"\s+"), Value(" "), Value("g"), function="regexp_replace"))


def holder_in_database():
    """Return the expression of the folded name of a mandate's holder."""
    space = Value(" ")
    return folded_in_database(Concat(F("user__last_name"), space, F("user__first_name"), space, F("user__patronymic")))


def heads(name, member, on=None):
    """Say whether somebody of that ``name`` heads ``member`` on that day (today when not given)."""
    return any(same_name(head.full_name, name) for head in member.current_heads(on))
