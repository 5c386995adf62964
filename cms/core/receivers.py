"""Changes that every public page may show, and letters that were queued."""

from django.db import transaction
from django.db.models.signals import post_delete
from post_office.signals import email_queued
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from cms.core import pagecache
from cms.core.models import FooterItem, MainMenuItem, Menus, Organization, SocialLink
from cms.core.tasks import send_letters


def connect():
    """Clear the page cache on changes of pages and of what stands on them; wake the worker for letters."""
    for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
        signal.connect(_page_changed, dispatch_uid="pagecache")
    post_delete.connect(_row_deleted, dispatch_uid="pagecache-page-deleted")
    pagecache.clear_on_change(get_image_model(), get_document_model(), Redirect, Site, PageViewRestriction)
    email_queued.connect(_letters_queued, dispatch_uid="letters")
    pagecache.clear_on_change(Organization, SocialLink, Menus, MainMenuItem, FooterItem)


def _letters_queued(**kwargs):
    """Wake the worker. Where the broker is away beat finds the letters: the change that they tell of has succeeded."""
    transaction.on_commit(send_letters.delay, robust=True)


def _page_changed(**kwargs):
    pagecache.clear()


def _row_deleted(instance, **kwargs):
    if isinstance(instance, Page):
        pagecache.clear()
