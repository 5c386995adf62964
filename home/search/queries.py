"""What a visitor finds: visible pages, clauses in force and documents of visible pages, in one order.

All three stand in one index table, so that one query ranks, counts and pages them together.
"""

import re
from functools import cached_property

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.search import CombinedSearchVector, SearchQuery, SearchRank
from django.db.models import Case, CharField, Count, F, FloatField, Q, TextChoices, Value, When
from django.db.models.functions import Cast, Lower, Replace
from modelsearch.utils import get_descendants_content_types_pks
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.documents import get_document_model
from wagtail.models import CollectionViewRestriction, Page, ReferenceIndex
from wagtail.search.models import IndexEntry

from cms.core.pages import public
from cms.core.search import MAX_QUERY_LENGTH, fold
from home.regulations.models import Clause, Edition
from home.regulations.queries import searchable_clauses

PAGE_SIZE = 10
SIMILAR = 5
CONFIG = "russian"
EXACT_CLAUSE = 10.0  # above any rank of words

_CLAUSE_WORD = re.compile(r"\b(?:пп?|пункт\w*|подпункт\w*|раздел\w*)\.?\s*(?=\d)", re.IGNORECASE)
_CLAUSE_NUMBER = re.compile(r"(\d{1,3}(?:\.\d{1,3}){0,5})\.?")
_VECTOR = CombinedSearchVector(F("title"), "||", F("body"), CONFIG)
_TEXT_PK = Cast("pk", CharField())
_LATIN_LAYOUT = re.compile(r"[a-z\[\];',.`\s\d-]+")
_LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_TYPED_AS = str.maketrans(_LATIN, "йцукенгшщзхъфывапролджэячсмитьбюё")


class Kind(TextChoices):
    """What a hit is."""

    PAGE = "stranitsy", "Страницы"
    CLAUSE = "punkty", "Пункты регламентов"
    DOCUMENT = "fayly", "Документы"


class Search:
    """One visitor's query. What is visible is looked up once and shared by its answers."""

    def __init__(self, text):
        """Read ``text``; «п. 2.5» asks for clause 2.5, and operators of the query language mean nothing."""
        self.shown = " ".join(text.replace("\0", " ").split())[:MAX_QUERY_LENGTH]
        self.words = fold(_CLAUSE_WORD.sub("", fold(text)))
        number = _CLAUSE_NUMBER.fullmatch(self.words)
        self.clause = number[1] if number else ""
        self.tsquery = SearchQuery(self.words, config=CONFIG, search_type="plain")

    def matches(self, *, kind=""):
        """Return the index entries that answer, best first, with ``kind``, and ``tsquery`` to mark the words by."""
        entries = self._matching()
        if kind:
            entries = entries.filter(kind=kind)
        rank = _rank(self.tsquery) + F("exactness")
        return entries.annotate(rank=rank, tsquery=self.tsquery).order_by("-rank", "-pk")

    def counts(self):
        """Return how many entries of each kind answer; kinds without any are left out."""
        by_kind = self._matching().order_by().values("kind").annotate(found=Count("pk"))
        return dict(by_kind.values_list("kind", "found"))

    def similar(self):
        """Return a few entries with any of the words or beginnings of words, for a query that finds nothing."""
        words = [word for word in re.findall(r"\w+", self.words)[:8] if len(word) > 2]
        tsquery = self.tsquery
        if words:
            tsquery = SearchQuery(" | ".join(f"{word}:*" for word in words), config=CONFIG, search_type="raw")
        entries = self._entries.annotate(vector=_VECTOR, rank=_rank(tsquery), tsquery=tsquery).filter(vector=tsquery)
        return entries.order_by("-rank", "-pk")[:SIMILAR]

    def in_other_layout(self):
        """Return the query as typed in the Russian keyboard layout, if that finds something, else nothing."""
        typed = self.shown.lower()
        if not _LATIN_LAYOUT.fullmatch(typed):
            return ""
        retyped = typed.translate(_TYPED_AS)
        return retyped if Search(retyped).counts() else ""

    def promoted(self):
        """Return what editors put on top for this query: visible pages and outside links."""
        written = Lower(Replace("query__query_string", Value("ё"), Value("е")))
        visible = Q(page=None) | Q(page__in=self._pages)
        promotions = SearchPromotion.objects.annotate(written=written).filter(visible, written=self.words.lower())
        return promotions.select_related("page").order_by("sort_order")

    def _matching(self):
        found = Q(vector=self.tsquery)
        exactness = Value(0.0)
        if self.clause:
            exact = Q(kind=Kind.CLAUSE, object_id__in=_as_text(self._clauses.filter(number=self.clause)))
            found |= exact
            exactness = Case(When(exact, then=Value(EXACT_CLAUSE)), default=exactness, output_field=FloatField())
        return self._entries.annotate(vector=_VECTOR).filter(found).annotate(exactness=exactness)

    @cached_property
    def _pages(self):
        return public(Page.objects.live()).filter(depth__gt=1)

    @cached_property
    def _clauses(self):
        return searchable_clauses()

    @cached_property
    def _documents(self):
        """Documents that some visible page names, private collections left out."""
        model = get_document_model()
        named = ReferenceIndex.objects.filter(
            base_content_type=ContentType.objects.get_for_model(Page),
            object_id__in=_as_text(self._pages),
            to_content_type=ContentType.objects.get_for_model(model),
        )
        documents = model.objects.annotate(as_text=_TEXT_PK).filter(as_text__in=named.values("to_object_id"))
        for path in CollectionViewRestriction.objects.values_list("collection__path", flat=True):
            documents = documents.exclude(collection__path__startswith=path)
        return documents

    @cached_property
    def _entries(self):
        """Index entries that anybody may see, each with its ``kind``."""
        kind = Case(
            When(content_type__in=get_descendants_content_types_pks(Page), then=Value(Kind.PAGE)),
            When(content_type=ContentType.objects.get_for_model(Clause), then=Value(Kind.CLAUSE)),
            When(content_type=ContentType.objects.get_for_model(get_document_model()), then=Value(Kind.DOCUMENT)),
            output_field=CharField(),
        )
        return IndexEntry.objects.annotate(kind=kind).filter(
            Q(kind=Kind.PAGE, object_id__in=_as_text(self._pages.not_type(Edition)))
            | Q(kind=Kind.CLAUSE, object_id__in=_as_text(self._clauses))
            | Q(kind=Kind.DOCUMENT, object_id__in=_as_text(self._documents))
        )


def _rank(tsquery):
    return SearchRank(F("title"), tsquery) * F("title_norm") + SearchRank(F("body"), tsquery)


def _as_text(queryset):
    """Return the keys as the index keeps them: as text."""
    return queryset.order_by().annotate(as_text=_TEXT_PK).values("as_text")
