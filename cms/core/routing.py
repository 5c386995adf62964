"""From an address to its page with few queries; what is found is what Wagtail would find."""

import pickle
from dataclasses import dataclass
from functools import cache

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.http import Http404
from django.utils.functional import SimpleLazyObject
from wagtail.contrib.redirects.middleware import RedirectMiddleware
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.models.sites import SiteRootPath

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
        request._wagtail_site = SimpleLazyObject(site)
        request._wagtail_cached_site_root_paths = SimpleLazyObject(root_paths)
        return self.get_response(request)


class PublicRedirectMiddleware(RedirectMiddleware):
    """Follow the redirects that editors keep, on the public host only: elsewhere its paths are 404."""

    def process_response(self, request, response):
        """Look for a redirect in place of a 404 of the public host."""
        return super().process_response(request, response) if request.host.name == "site" else response


@dataclass(frozen=True, slots=True)
class Ground:
    """What finding a page and showing it to everybody begins with."""

    pickled_site: bytes  # with its root page; None where there is no site
    root_paths: list[SiteRootPath]
    private_paths: list[str]  # in the tree: what stands there, and below, only some may see


def site():
    """Return a copy of the site, with its root page, for the caller alone; None where there is no site."""
    return pickle.loads(_ground().pickled_site)  # noqa: S301 - our own


def root_paths():
    """Return what ``Site.get_site_root_paths`` does."""
    return _ground().root_paths


def private_paths():
    """Return the paths in the tree that only some may see, with all that stands below."""
    return _ground().private_paths


def _ground():
    return pagecache.remembered("ground", _read_ground)


def _read_ground():
    """Read all of it with one query."""
    roots = [model._meta.model_name for model in apps.get_models() if issubclass(model, TreeRoot)]
    private = PageViewRestriction.objects.values("page__path")
    sites = (
        Site.objects.select_related("root_page__locale", *(f"root_page__{name}" for name in roots))
        .annotate(private_paths=ArraySubquery(private))
        .order_by("-root_page__url_path", "-is_default_site", "hostname")  # as Site.get_site_root_paths
    )
    paths = [SiteRootPath(s.pk, s.root_page.url_path, s.root_url, s.root_page.locale.language_code) for s in sites]
    default = next((found for found in sites if found.is_default_site), None)
    if default:
        own = [getattr(default.root_page, name) for name in roots if hasattr(default.root_page, name)]
        default.root_page = own[0] if own else default.root_page.specific
    return Ground(pickle.dumps(default), paths, default.private_paths if default else [])


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
        for below in self._pages_on_the_way(path_components):
            if page:
                below._cached_parent_obj = page  # whom treebeard's get_parent() would ask the database for
            page, rest = below, rest[1:]
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
    if rest:
        return None
    read = getattr(page.specific_class, "for_reading", page.specific_class.objects.all)
    itself = read().get(pk=page.pk)
    if hasattr(page, "_cached_parent_obj"):
        itself._cached_parent_obj = page._cached_parent_obj
    return itself


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
