"""What every page type of ours shares."""

from django.contrib.auth.models import Group, Permission
from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.models import GroupPagePermission, Page, PageViewRestriction

from cms.core import routing
from cms.core.addresses import on_public_host, public_addresses

SECTION_DEPTH = 3  # the tree's root is 1, the home page 2, the site's sections 3


class BasePage(Page):
    """A page that somebody is responsible for reviewing, unless its type is a record of its day."""

    needs_review = True

    reviewed_on = models.DateField(
        "проверена", null=True, blank=True, help_text="Когда содержание последний раз проверили."
    )

    settings_panels = [*Page.settings_panels, FieldPanel("reviewed_on")]

    class Meta:
        abstract = True

    def get_url_parts(self, request=None):
        """Return the site, its address and the path on it; the public host's path on every host."""
        if request is None:
            self._wagtail_cached_site_root_paths = routing.root_paths()  # where Wagtail looks before it asks
        with public_addresses():
            return super().get_url_parts(request)

    def get_url(self, request=None, current_site=None):
        """Return the path of the page on the public host, and its whole address on another."""
        if on_public_host():
            return super().get_url(request, current_site)
        return self.get_full_url(request)

    url = property(get_url)

    def get_view_restrictions(self):
        """Return who may see this page; asks the database only where anything on the site is restricted."""
        return super().get_view_restrictions() if routing.private_paths() else PageViewRestriction.objects.none()

    @classmethod
    def for_reading(cls):
        """Return the pages of this type as a visitor's request reads one; a type adds what its template shows."""
        return cls.objects.all()


def public(pages):
    """Leave out what only some may see, as Wagtail's ``public()`` does, which asks for all restrictions each time."""
    for path in routing.private_paths():
        pages = pages.exclude(path__startswith=path)
    return pages


def ensure_page(parent, page_class, *, slug, **fields):
    """Return the child of ``parent`` with that slug, made and published with ``fields`` when there is none."""
    page = parent.get_children().filter(slug=slug).first()
    if page is None:
        page = parent.add_child(instance=page_class(slug=slug, **fields))
        page.save_revision().publish()
    return page.specific


def grant_on_page(page, role, *actions):
    """Let the group named ``role`` do ``actions`` (add, change, publish, lock, unlock, bulk_delete) below ``page``."""
    group = Group.objects.get(name=role)
    permissions = Permission.objects.filter(
        content_type__app_label="wagtailcore", codename__in=[f"{action}_page" for action in actions]
    )
    GroupPagePermission.objects.bulk_create(
        (GroupPagePermission(group=group, page=page, permission=permission) for permission in permissions),
        ignore_conflicts=True,
    )
