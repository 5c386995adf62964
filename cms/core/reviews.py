"""Pages whose content nobody has looked at for a year."""

from datetime import timedelta

from django.apps import apps
from django.db import transaction
from django.db.models import DateField, F
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone
from wagtail.models import Page

from cms.audit.domain import record
from cms.core.pages import BasePage

REVIEW_AFTER = timedelta(days=365)


def reviewable_types():
    """Return the page types whose content must stay true; news and the like are records of their day."""
    models = apps.get_models()
    return [model for model in models if issubclass(model, BasePage) and model.needs_review]


def pages_by_review():
    """Return published pages of those types with ``reviewed``: the last review, else the first publication."""
    types = reviewable_types()
    reviewed = [f"{model._meta.model_name}__reviewed_on" for model in types]
    published = Cast(F("first_published_at"), DateField())
    return (
        Page.objects.live()
        .type(*types)
        .annotate(reviewed=Coalesce(*reviewed, published, output_field=DateField()))
        .order_by("reviewed", "title")
    )


def overdue(pages):
    """Narrow :func:`pages_by_review` to those not reviewed for a year."""
    return pages.filter(reviewed__lte=timezone.localdate() - REVIEW_AFTER)


@transaction.atomic
def mark_reviewed(*, page, actor):
    """Note that the content of ``page`` was found true today, also in its latest draft."""
    page = page.specific
    today = timezone.localdate()
    type(page).objects.filter(pk=page.pk).update(reviewed_on=today)
    revision = page.latest_revision
    if revision is not None:
        revision.content["reviewed_on"] = today.isoformat()
        revision.save(update_fields=["content"])
    record("page.reviewed", actor=actor, obj=page)
