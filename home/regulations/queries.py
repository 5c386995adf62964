"""Which editions and clauses the public sees. What is in force follows from dates, Moscow time; nothing stores it."""

from collections import defaultdict
from datetime import timedelta
from itertools import pairwise

from django.core.cache import cache
from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.core import pagecache
from cms.core.pages import public
from home.regulations.comparison import compare
from home.regulations.models import Clause, Edition, PublicationRecord, Regulation

COMPARISON_VERSION = 1
CACHE_SECONDS = 7 * 24 * 60 * 60
#: What lists and pages show of an edition; the rest of a page's many columns, its text too, comes when asked for.
SHOWN = (
    "path",
    "depth",
    "slug",
    "title",
    "url_path",
    "number",
    "approved_by",
    "approved_on",
    "effective_from",
    "published_on",
    "published_where",
    "content_hash",
)


def regulations_with_editions(index):
    """Return (regulation, edition in force or None, coming edition or None) for the list, by title."""
    today = timezone.localdate()
    by_regulation = defaultdict(list)
    editions = public(Edition.objects.descendant_of(index).live()).only(*SHOWN).order_by("-effective_from")
    for edition in editions:
        by_regulation[edition.path[: -Edition.steplen]].append(edition)
    result = []
    for regulation in public(Regulation.objects.child_of(index).live()).order_by("title"):
        own = by_regulation[regulation.path]
        coming = [edition for edition in own if edition.effective_from > today]
        result.append((regulation, in_force(own, today), coming[-1] if coming else None))
    return result


def editions_of(regulation):
    """Return the regulation's published editions, the latest first, with ``recorded_at`` of their evidence.

    Their text is loaded when asked for. Whoever asks was let in to the regulation
    itself, so only restrictions of single editions are looked for: ``.public()``
    would ask the database once more on every view.
    """
    record = PublicationRecord.objects.filter(edition=OuterRef("pk")).order_by("-pk")
    return (
        Edition.objects.child_of(regulation)
        .live()
        .filter(~Exists(PageViewRestriction.objects.filter(page=OuterRef("pk"))))
        .only(*SHOWN, "original_file")
        .select_related("original_file")
        .annotate(recorded_at=Subquery(record.values("at")[:1]))
        .order_by("-effective_from")
    )


def editions_shown(regulation):
    """Return what :func:`editions_of` does as a list, read once for each change of the site."""
    return pagecache.remembered(f"editions:{regulation.pk}", lambda: list(editions_of(regulation)), copied=True)


def editions_published(page):
    """Return the published editions below ``page``, the latest published first."""
    editions = public(Edition.objects.descendant_of(page).live()).only(*SHOWN)
    return editions.order_by("-published_on", "-effective_from")


def edition_in_force(slug_or_regulation, on=None):
    """Return the edition in force on the day ``on`` (today by default), or None."""
    on = on or timezone.localdate()
    editions = public(Edition.objects.live()).filter(effective_from__lte=on).order_by("-effective_from")
    if isinstance(slug_or_regulation, Regulation):
        return editions.child_of(slug_or_regulation).first()
    regulation = Regulation.objects.live().filter(slug=slug_or_regulation).first()
    return regulation and editions.child_of(regulation).first()


def in_force(editions, on):
    """Return that of ``editions`` (the latest first) which is in force on the day ``on``, or None."""
    return next((edition for edition in editions if edition.effective_from <= on), None)


def editions_in_force(on=None):
    """Return the editions in force on the day ``on`` (today by default), one of each regulation."""
    on = on or timezone.localdate()
    latest = {}
    editions = public(Edition.objects.live()).filter(effective_from__lte=on).defer("text")
    for edition in editions.order_by("effective_from"):
        latest[edition.path[: -Edition.steplen]] = edition
    return list(latest.values())


def searchable_clauses():
    """Return the clauses of the editions in force, for search; a hit's address is its edition's plus #anchor."""
    return Clause.objects.filter(edition_id__in=[edition.pk for edition in editions_in_force()])


def next_days(today):
    """Return the query for the day on which the next published edition takes effect."""
    coming = Edition.objects.live().filter(effective_from__gt=today).order_by("effective_from")
    return [coming.values_list("effective_from")[:1]]


def changes_between(old, new):
    """Return the comparison of two editions, kept in the cache under the hashes of both."""
    key = f"regulations:comparison:{COMPARISON_VERSION}:{old.content_hash}:{new.content_hash}"
    return cache.get_or_set(key, lambda: compare(old.blocks, new.blocks), CACHE_SECONDS)


def changed_clauses(old, new):
    """Return what differs in words between two editions: added, removed and changed clauses."""
    return [change for change in changes_between(old, new).changes if change.differs]


def dates_shown(editions):
    """Return pairs of an edition (the latest first) and the last day on which it is in force, None when open."""
    ends = [None, *(newer.effective_from - timedelta(days=1) for newer, _older in pairwise([*editions, None]))]
    return list(zip(editions, ends, strict=False))
