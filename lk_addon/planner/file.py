"""The duties of a member as an iCalendar file (RFC 5545): days without hours, no names of people."""

from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event

from lk_addon.cabinet.addresses import cabinet_url
from lk_addon.cabinet.duties import duties_of

BEHIND, AHEAD = timedelta(days=30), timedelta(days=400)
REFRESHED = timedelta(hours=12)


def calendar_file(member):
    """Return the terms of ``member`` from a month ago to a year ahead as the bytes of a calendar.

    It names the member by number only: the name of a sole proprietor is a person's.
    """
    today = timezone.localdate()
    file = Calendar()
    file.add("PRODID", "-//np-ss.org//duties//RU")
    file.add("VERSION", "2.0")
    file.add("METHOD", "PUBLISH")
    file.add("X-WR-CALNAME", f"Сроки СРО, член № {member.registration_number}")
    file.add("REFRESH-INTERVAL", REFRESHED)
    for duty in duties_of(member, today - BEHIND, today + AHEAD):
        file.add_component(_event(duty))
    return file.to_ical()


def _event(duty):
    address = cabinet_url(duty.url_name, *duty.url_args)
    name = sha256(f"{duty.kind}|{duty.on}|{duty.title}|{address}".encode()).hexdigest()[:32]
    event = Event()
    event.add("UID", f"{name}@{settings.LK_HOST}")
    event.add("DTSTAMP", timezone.now())
    event.add("DTSTART", duty.on)
    event.add("SUMMARY", duty.title)
    event.add("CATEGORIES", [duty.kind_title])
    event.add("URL", address)
    event.add("TRANSP", "TRANSPARENT")
    return event
