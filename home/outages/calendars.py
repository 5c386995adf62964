"""Notices as an iCalendar file (RFC 5545); all times in UTC."""

from datetime import UTC, timedelta

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event

from cms.core.frame import frame
from home.outages import queries
from home.outages.feeds import paragraphs
from home.outages.models.notice import Phase

KEPT = timedelta(days=90)  # how long after its end an outage stays in the calendar


def calendar():
    """Return coming, running and lately ended outages as the bytes of a calendar."""
    file = Calendar()
    file.add("PRODID", "-//np-ss.org//outages//RU")
    file.add("VERSION", "2.0")
    file.add("METHOD", "PUBLISH")
    file.add("X-WR-CALNAME", f"Перерывы в работе {frame().organization.name}")
    for notice in queries.not_over_before(timezone.now() - KEPT).prefetch_related("updates"):
        file.add_component(_event(notice))
    return file.to_ical()


def _event(notice):
    event = Event()
    event.add("UID", f"{notice.translation_key}@{settings.SITE_HOST}")
    event.add("DTSTAMP", notice.changed_at.astimezone(UTC))
    event.add("LAST-MODIFIED", notice.changed_at.astimezone(UTC))
    event.add("SEQUENCE", notice.sequence)
    event.add("DTSTART", notice.starts_at.astimezone(UTC))
    if notice.duration:  # an open end has none: to invent one would be a promise
        event.add("DTEND", notice.ends_at.astimezone(UTC))
    event.add("SUMMARY", notice.title)
    event.add("DESCRIPTION", "\n\n".join(paragraphs(notice)))
    event.add("URL", notice.full_url)
    event.add("STATUS", "CANCELLED" if notice.phase == Phase.CANCELLED else "CONFIRMED")
    event.add("TRANSP", "TRANSPARENT")
    return event
