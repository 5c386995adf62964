"""The search page."""

from django.core.paginator import InvalidPage, Paginator
from django.http import Http404

from cms.core.pages import BasePage
from home.search import queries, results


class SearchPage(BasePage):
    """Search over the whole public site; the words come in ``?q=``."""

    template = "home/search/search_page.html"
    max_count = 1
    parent_page_types = ["pages.HomePage"]
    subpage_types = []
    search_fields = []

    class Meta:
        verbose_name = "страница поиска"
        verbose_name_plural = "страницы поиска"

    def get_context(self, request, *args, **kwargs):
        """Add the answer to ``q``, narrowed to one kind by ``tip``."""
        context = super().get_context(request, *args, **kwargs)
        search = queries.Search(request.GET.get("q", ""))
        kind = _kind(request)
        context |= {"query": search.shown, "is_answered": bool(search.words)}
        if not search.words:
            return context
        counts = search.counts()
        paginator = Paginator(search.matches(kind=kind), queries.PAGE_SIZE)
        paginator.count = counts.get(kind, 0) if kind else sum(counts.values())
        try:
            items = paginator.page(request.GET.get("page") or 1)
        except InvalidPage as error:
            raise Http404 from error
        items.object_list = results.hits(items.object_list)
        context |= {"items": items, "tabs": _tabs(counts, kind)}
        if items.number == 1:
            context["promoted"] = search.promoted()
        if not counts:
            context |= {"similar": results.hits(search.similar()), "retyped": search.in_other_layout()}
        return context

    def get_sitemap_urls(self, request=None):
        """Stay out of the sitemap: an empty form is no content."""
        return []


def _kind(request):
    kind = request.GET.get("tip", "")
    if kind and kind not in queries.Kind.values:
        raise Http404
    return kind


def _tabs(counts, chosen):
    everything = [("", "Всё", sum(counts.values()))]
    kinds = [(kind.value, kind.label, counts[kind.value]) for kind in queries.Kind if kind.value in counts]
    return [
        {"kind": kind, "label": label, "count": count, "chosen": kind == chosen}
        for kind, label, count in everything + kinds
    ]
