"""From an address to its page with few queries; what is found is what Wagtail would find."""

from functools import cache

from django.http import Http404
from django.utils.functional import SimpleLazyObject
from wagtail.contrib.redirects.middleware import RedirectMiddleware
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Page, Site

from cms.core import pagecache

DEEPEST = 8  # components of an address; a longer one is not a page of ours


class CurrentSiteMiddleware:
    """Hand Wagtail the one site, with its root page, as it was last read.

    Wagtail asks the database for both on every request and notes the site on it;
    hosts other than ours are refused before this (HostGateMiddleware).
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Note the site where ``Site.find_for_request`` looks first; it is read when somebody asks."""
        request._wagtail_site = SimpleLazyObject(_remembered_site)
        request._wagtail_cached_site_root_paths = SimpleLazyObject(_remembered_root_paths)
        return self.get_response(request)


class PublicRedirectMiddleware(RedirectMiddleware):
    """Follow the redirects that editors keep, on the public host only: elsewhere its paths are 404."""

    def process_response(self, request, response):
        """Look for a redirect in place of a 404 of the public host."""
        return super().process_response(request, response) if request.host.name == "site" else response


def _remembered_site():
    return pagecache.remembered("site", _read_site, copied=True)


def _remembered_root_paths():
    return pagecache.remembered("root-paths", Site.get_site_root_paths)


def _read_site():
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site:
        site.root_page = site.root_page.specific
    return site


class TreeRoot(Page):
    """A root page that finds all pages on the way to an address with one query, where Wagtail takes two for each.

    A page that was found at its own address is remembered until public pages change, as the root page is.
    """

    class Meta:
        abstract = True

    def route(self, request, path_components):
        """Walk down as Wagtail does: a page's own routes come before its children. Raises Http404."""
        if not 0 < len(path_components) <= DEEPEST:
            return super().route(request, path_components)
        walk = cache(lambda: self._walk(path_components))
        name = f"page-at:{'/'.join(path_components)}"
        if page := pagecache.remembered(name, lambda: _page_itself(*walk()), copied=True):
            return page.route(request, [])
        page, rest = walk()
        return page.specific.route(request, rest)

    def _walk(self, path_components):
        """Return the last page on the way and what of the address is left for its own routes. Raises Http404."""
        page, rest = None, path_components
        for page in self._pages_on_the_way(path_components):
            rest = rest[1:]
            if _has_route_of_its_own(page.specific_deferred, rest):
                break
        if page is None:
            raise Http404
        return page, rest

    def _pages_on_the_way(self, path_components):
        paths = [self.url_path]
        for component in path_components:
            paths.append(f"{paths[-1]}{component}/")
        found = Page.objects.filter(url_path__in=paths[1:]).order_by("depth")
        return [page for page, path in zip(found, paths[1:], strict=False) if page.url_path == path]


def _page_itself(page, rest):
    return None if rest else page.specific


def _has_route_of_its_own(page, path_components):
    if type(page).route not in (Page.route, RoutablePageMixin.route):
        return True
    if not (isinstance(page, RoutablePageMixin) and page.live):
        return False
    try:
        page.resolve_subpage("/".join(["", *path_components, ""]))
    except Http404:
        return False
    return True
