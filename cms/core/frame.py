"""What stands around every page: the organisation, its menus. Read from the database once per change of the site."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q, Value
from django.db.models.functions import JSONObject

from cms.core import pagecache, routing
from cms.core.links import path_of, reachable_pages
from cms.core.models import FooterItem, MainMenuItem, Menus, Organization, SocialLink

ORGANIZATION = [field.attname for field in Organization._meta.concrete_fields]


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a menu; ``href`` is a path of the public site or a full address."""

    title: str
    href: str

    @property
    def is_path(self):
        """Whether it leads to the public site."""
        return self.href.startswith("/")


@dataclass(frozen=True, slots=True)
class Frame:
    """The organisation and the menus as visitors see them."""

    organization: Organization
    social_links: list[Link]
    main_menu: list[Link]
    footer_menu: list[Link]
    policy_href: str


def frame() -> Frame:
    """Return the frame; no query while nothing has changed."""
    return pagecache.remembered("frame", _read)


def _read():
    found = defaultdict(list)
    for place, what in _rows():
        found[place].append(what)
    organizations = found.pop("organization", [{}])
    links = defaultdict(list)
    for place, rows in found.items():
        rows.sort(key=lambda row: (row["order"] is None, row["order"], row["pk"]))
        links[place] = [Link(row["title"], row["url"] or path_of(row["path"])) for row in rows]
    return Frame(
        organization=Organization(**organizations[0]),
        social_links=links["social"],
        main_menu=links["main"] or links["section"],
        footer_menu=links["footer"],
        policy_href=links["policy"][0].href if links["policy"] else "",
    )


def _rows():
    """Return (place, what stands there) of everything, with one query. What a visitor may not open is left out."""
    pages = reachable_pages()
    item = {"pk": "pk", "order": "sort_order", "title": "title", "url": "url", "path": "page__url_path"}
    page = {"pk": "pk", "order": "path", "title": "title", "url": Value(""), "path": "url_path"}
    policy = {"pk": "pk", "order": "pk", "title": Value(""), "url": Value(""), "path": "policy_page__url_path"}
    social = {"pk": "pk", "order": "sort_order", "title": "name", "url": "url", "path": Value("")}
    seen = Q(page=None) | Q(page__in=pages)
    site = routing.site()
    sections = pages.in_menu().child_of(site.root_page) if site else pages.none()
    parts = {
        "organization": (Organization.objects.order_by("pk")[:1], {name: name for name in ORGANIZATION}),
        "social": (SocialLink.objects.all(), social),
        "main": (MainMenuItem.objects.filter(seen), item),
        "footer": (FooterItem.objects.filter(seen), item),
        "policy": (Menus.objects.filter(policy_page__in=pages), policy),
        "section": (sections, page),
    }
    first, *rest = (rows.values_list(Value(place), JSONObject(**what)) for place, (rows, what) in parts.items())
    return first.union(*rest, all=True)
