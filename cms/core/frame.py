"""What stands around every page: the organisation, its menus. Read from the database once per change of the site."""

from dataclasses import dataclass

from wagtail.models import Site

from cms.core import pagecache
from cms.core.links import path_of, resolve, visible_paths
from cms.core.models import FooterItem, MainMenuItem, Menus, Organization
from cms.core.pages import public


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
    organization = Organization.objects.first() or Organization()
    menus = Menus.objects.first() or Menus()
    items = resolve([*MainMenuItem.objects.all(), *FooterItem.objects.all()])
    main_menu = [Link(item.title, item.href) for item in items if isinstance(item, MainMenuItem)]
    footer_menu = [Link(item.title, item.href) for item in items if isinstance(item, FooterItem)]
    policy = visible_paths([menus.policy_page_id]) if menus.policy_page_id else {}
    return Frame(
        organization=organization,
        social_links=[Link(link.name, link.url) for link in organization.social_links.all()],
        main_menu=main_menu or _sections(),
        footer_menu=footer_menu,
        policy_href=policy.get(menus.policy_page_id, ""),
    )


def _sections():
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        return []
    return [Link(page.title, path_of(page)) for page in public(site.root_page.get_children().live()).in_menu()]
