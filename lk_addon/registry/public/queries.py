"""Which entries the public register shows, in which order, and how many there are."""

from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

from django.contrib.postgres.search import SearchQuery
from django.core.paginator import Paginator
from django.db.models import Count, F, Q, Value
from django.db.models.functions import Concat
from django.utils import timezone

from cms.core import pagecache
from lk_addon.registry.models.member import Member
from lk_addon.registry.models.register_row import RegisterRow
from lk_addon.registry.public.numbers import as_number
from lk_addon.registry.public.words import words_of

PAGE_SIZE = 25
SHORTEST_WORD = 2  # letters of an unfinished word
MOST_SORTED = 20_000  # matches; more are so many that a page of them is met soon
SHORTEST_NUMBER = 3  # digits of an unfinished number; fewer are a whole one

ACTING, EXCLUDED = "chleny", "isklyuchennye"
RIGHTS = {
    "simple": "has_simple",
    "dangerous": "has_dangerous",
    "nuclear": "has_nuclear",
    "competitive": "has_competitive",
    "suspended": "is_suspended",
}
ORDERS = {"name": "name_key", "number": "number_key", "date": "registered_at"}


@dataclass(frozen=True)
class RegisterSearch:
    """One visitor's question to the register; every part may be left empty."""

    text: str = ""
    status: str = ""
    region: str = ""
    right: str = ""
    vv: str = ""
    odo: str = ""
    compliance: str = ""
    order: str = ""

    @cached_property
    def number(self):
        """The text as a register number, ИНН or ОГРН; empty where it is none."""
        return as_number(self.text)

    def rows(self):
        """Return the rows that answer, in the order asked for."""
        name = self.order.removeprefix("-") or "name"
        key = Concat(ORDERS[name], Value("")) if self._is_sorted_after_search() else F(ORDERS[name])
        rows = self._with_status(self._narrowed())
        if self.order.startswith("-"):
            return rows.order_by(key.desc(), "-pk")
        return rows.order_by(key.asc(), "pk")

    def _is_sorted_after_search(self):
        """Whether the words are looked up first and what is found is sorted then.

        Left alone, the database walks along the index of names until it has met a page of matches, which for
        words from the end of the alphabet is nearly all of it: it takes matches for evenly spread.
        """
        return bool(self.text) and self.counts()[""] <= MOST_SORTED

    def counts(self):
        """Return how many answer by status: everybody, acting and excluded; one query, none while remembered.

        Remembered for others are only questions without text: their number is bounded.
        """
        if self.text:
            return self._counted
        asked = repr((self.region, self.right, self.vv, self.odo, self.compliance, timezone.localdate()))
        return pagecache.remembered(f"register:{blake2b(asked.encode(), digest_size=16).hexdigest()}", self._count)

    def total(self):
        """Return how many rows answer."""
        return self.counts()[self.status]

    @cached_property
    def _counted(self):
        return self._count()

    def _count(self):
        acting = _acting(timezone.localdate())
        found = self._narrowed().aggregate(everybody=Count("pk"), acting=Count("pk", filter=acting))
        return {"": found["everybody"], ACTING: found["acting"], EXCLUDED: found["everybody"] - found["acting"]}

    def _narrowed(self):
        rows = RegisterRow.objects.all()
        if self.text:
            rows = rows.filter(vector=self._tsquery())
        if self.region:
            rows = rows.filter(region=self.region)
        if self.right:
            rows = rows.filter(**{RIGHTS[self.right]: True})
        for name, level in (("vv_level", self.vv), ("odo_level", self.odo)):
            if level:
                rows = rows.filter(**{name: level})
        if self.compliance:
            rows = rows.filter(is_compliant=self.compliance == Member.Compliance.YES)
        return rows

    def _with_status(self, rows):
        today = timezone.localdate()
        return rows.filter({"": Q(), ACTING: _acting(today), EXCLUDED: Q(terminated_at__lte=today)}[self.status])

    def _tsquery(self):
        """All words in any form, the last one also unfinished; or the beginning of a number."""
        words = words_of(self.text)
        query = SearchQuery(" ".join(words), config="russian")
        if words:
            query |= _all_but_last(words) & _beginning(words[-1])
        if self.number:
            query |= _beginning(self.number)
        return query


def _all_but_last(words):
    return SearchQuery(" ".join(words[:-1]), config="russian")


def _beginning(word):
    """A word or number that may be unfinished. Safe as a raw query: it consists of letters and digits."""
    suffix = ":*" if len(word) >= (SHORTEST_NUMBER if word.isdigit() else SHORTEST_WORD) else ""
    return SearchQuery(word + suffix, config="simple", search_type="raw")


def _acting(today):
    return Q(terminated_at=None) | Q(terminated_at__gt=today)


class RegisterPaginator(Paginator):
    """Pages of rows whose number is known; none is farther than half of the list from where it is read.

    First only keys are read, along an index that holds every filtered column, then what the page shows.
    """

    def __init__(self, search):
        super().__init__(search.rows(), PAGE_SIZE)
        self.search = search

    @cached_property
    def count(self):
        """How many rows answer."""
        return self.search.total()

    def page(self, number):
        """Return the page. Raises InvalidPage where there is none."""
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        length = min(self.per_page, self.count - start)
        keys = self.object_list.values_list("pk", flat=True)
        if start > self.count // 2:
            after = self.count - start - length
            keys = list(keys.reverse()[after : after + length])[::-1]
        else:
            keys = list(keys[start : start + length])
        rows = RegisterRow.objects.defer("words", "numbers", "vector").select_related("member").in_bulk(keys)
        return self._get_page([rows[key] for key in keys if key in rows], number, self)


def regions():
    """Return the regions that the register names, by name; remembered while nothing changes."""
    return pagecache.remembered("register:regions", _regions)


def _regions():
    named = RegisterRow.objects.exclude(region="").order_by("region").distinct()
    return list(named.values_list("region", flat=True))


def changed_at():
    """Return when the register last changed, None while it is empty; remembered."""
    return pagecache.remembered("register:changed", _changed_at)


def _changed_at():
    return RegisterRow.objects.order_by("-changed_at").values_list("changed_at", flat=True).first()


def next_days(today):
    """Return the query for the next day on which the register changes by the clock."""
    return [RegisterRow.objects.filter(turns_on__gt=today).order_by("turns_on").values_list("turns_on")[:1]]
