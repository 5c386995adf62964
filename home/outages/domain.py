"""Changes of a notice. Each publishes at once and leaves one audit entry; the caller has asked ``rules`` first."""

from contextlib import contextmanager
from contextvars import ContextVar
from itertools import count

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils import timezone
from wagtail.log_actions import LogContext, get_active_log_context
from wagtail.signals import page_published, page_unpublished

from cms.audit.domain import record
from home.outages.models import OutageIndexPage, OutageNotice, OutageUpdate, Phase

_act = ContextVar("outage_act", default="outage.published")


@transaction.atomic
def announce(*, actor, title, text, kind, effect, services, starts_at, ends_at=None):
    """Publish a new notice under an address made of its day. Returns it.

    Raises ValidationError when the window or the services make no sense.
    """
    section = OutageIndexPage.objects.select_for_update(no_key=True).get()
    notice = OutageNotice(
        title=title,
        slug=_free_slug(section, f"{timezone.localtime(starts_at):%Y-%m-%d}"),
        text=text,
        kind=kind,
        effect=effect,
        services=services,
        starts_at=starts_at,
        ends_at=ends_at,
        live=False,
        owner=actor,
    )
    section.add_child(instance=notice)
    return _publish(notice, actor, "outage.announced")


@transaction.atomic
def end_now(notice, *, actor):
    """End a running outage at this moment: the services are open again with the next request.

    Raises ValidationError when it does not run.
    """
    notice, now = _locked(notice), timezone.now()
    if notice.phase_at(now) != Phase.RUNNING:
        raise ValidationError("Завершить можно только перерыв, который идёт сейчас.")
    notice.ends_at = now
    return _publish(notice, actor, "outage.ended")


@transaction.atomic
def cancel(notice, *, actor):
    """Call off an outage that has not begun. Raises ValidationError when it has."""
    notice, now = _locked(notice), timezone.now()
    if notice.phase_at(now) != Phase.UPCOMING:
        raise ValidationError("Отменить можно только перерыв, который ещё не начался.")
    notice.cancelled_at = now
    return _publish(notice, actor, "outage.cancelled")


@transaction.atomic
def add_update(notice, *, actor, text):
    """Tell readers how the work goes."""
    notice = _locked(notice)
    notice.updates.add(OutageUpdate(text=text, sort_order=notice.updates.count()))
    return _publish(notice, actor, "outage.updated")


def _locked(notice):
    """Return the published notice as it stands in the database; a draft of somebody stays in the history."""
    return OutageNotice.objects.select_for_update(no_key=True).get(pk=notice.pk)


def _free_slug(section, day):
    taken = set(section.get_children().filter(slug__startswith=day).values_list("slug", flat=True))
    candidates = (day if number == 1 else f"{day}-{number}" for number in count(1))
    return next(slug for slug in candidates if slug not in taken)


def _publish(notice, actor, act):
    with LogContext(user=actor), _acting(act):
        notice.save_revision(user=actor, changed=True).publish(user=actor)
    return OutageNotice.objects.get(pk=notice.pk)


@contextmanager
def _acting(act):
    token = _act.set(act)
    try:
        yield
    finally:
        _act.reset(token)


@receiver(page_published, sender=OutageNotice)
def record_publication(instance, **kwargs):
    """Write the entry for every way to publish: the acts above, the page editor, the scheduler."""
    record(
        _act.get(),
        actor=get_active_log_context().user,
        obj=instance,
        kind=instance.kind,
        effect=instance.effect,
        services=instance.services,
        starts_at=instance.starts_at,
        ends_at=instance.ends_at,
        cancelled_at=instance.cancelled_at,
    )


@receiver(page_unpublished, sender=OutageNotice)
def record_unpublication(instance, **kwargs):
    """Write the entry when a notice is taken from the public."""
    record("outage.unpublished", actor=get_active_log_context().user, obj=instance)


@receiver(post_delete, sender=OutageNotice)
def record_deletion(instance, **kwargs):
    """Write the entry when a notice is deleted."""
    record("outage.deleted", actor=get_active_log_context().user, obj=instance, title=instance.title)
