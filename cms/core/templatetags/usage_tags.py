"""Which pages lead to something."""

from django import template
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, ReferenceIndex

register = template.Library()

SHOWN = 20


@register.simple_tag(takes_context=True)
def pages_that_name(context):
    """Return the pages that link to the ``page`` or ``object`` of an admin view, live ones first, at most SHOWN."""
    thing = context.get("page") or context["object"]
    pages = ContentType.objects.get_for_model(Page)
    sources = ReferenceIndex.get_references_to(thing).filter(base_content_type=pages)
    ids = [int(pk) for pk in sources.values_list("object_id", flat=True).distinct()]
    pages = Page.objects.filter(pk__in=ids).order_by("-live", "title")
    if isinstance(thing, Page):
        pages = pages.exclude(pk=thing.pk)
    return pages[:SHOWN]
