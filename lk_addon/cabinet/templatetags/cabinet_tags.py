"""Tags of the cabinet's chrome."""

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from cms.users.middleware import RESOLUTION
from lk_addon.cabinet import banners, menu, page_acts, regulation, reported_block
from lk_addon.cabinet.services import closed_services

register = template.Library()

NBSP = "\u00a0"
NEAR_DAYS = {0: "сегодня", 1: "завтра", -1: "вчера"}


@register.simple_tag(takes_context=True)
def cabinet_menu(context):
    """Return the lines of the left menu: item, address, whether the page belongs to it or it is off, what is new."""
    request = context["request"]
    path, has_member = request.path, request.entrance is not None and request.entrance.member is not None
    closed = closed_services()
    lines = []
    for item in menu.items():
        off = closed.get(item.service)
        if off and off.hidden:
            continue
        address = reverse(item.url_name)
        current = path == address if address == "/" else path.startswith(address)
        count = item.count(request) if item.count and has_member and not off else 0
        lines.append({"item": item, "address": address, "current": current, "off": off, "count": count})
    return lines


@register.inclusion_tag("lk_addon/cabinet/banners.html", takes_context=True)
def cabinet_banners(context):
    """Show what the member must not overlook on any page."""
    return {"banners": banners.banners(context["request"])}


@register.inclusion_tag("lk_addon/cabinet/clause.html")
def clause(number):
    """Name the regulation's clause that a screen fulfils, linked to its text on the public site."""
    return {"number": number, "address": f"{settings.SITE_URL}/dokumenty/{regulation.SLUG}/#p-{number}"}


@register.inclusion_tag("lk_addon/cabinet/report_error.html", takes_context=True)
def report_error(context, code, title=""):
    """Link a block of data to the feedback form, which then carries the page, the block's ``code`` and ``title``."""
    return {"address": reported_block.address(page=context["request"].path, code=code, title=title or code)}


@register.inclusion_tag("lk_addon/cabinet/page_acts.html", takes_context=True)
def acts_of_page(context):
    """Link to what may be begun from this page of data."""
    acts = page_acts.acts_on(context["request"])
    return {"acts": [(act, reverse(act.url_name, args=act.url_args)) for act in acts]}


@register.inclusion_tag("lk_addon/cabinet/facts_head.html", takes_context=True)
def facts_head(context, code):
    """Write the head of the page's block of facts ``code``: title, XLSX, a way to report an error."""
    return {"block": context["facts"][code], "request": context["request"]}


@register.inclusion_tag("lk_addon/cabinet/coming_edition.html")
def coming_edition():
    """Announce the edition of the service's regulation that is published and not yet in force (REQ-2.2)."""
    return {"edition": regulation.coming_edition()}


@register.simple_tag
def url_of(place):
    """Return the address of a Duty or of an Attention."""
    return reverse(place.url_name, args=place.url_args)


@register.filter
def days_left(day):
    """Say how far ``day`` is: «сегодня», «завтра», «через 5 дней», «5 дней назад»."""
    count = (day - timezone.localdate()).days
    if count in NEAR_DAYS:
        return NEAR_DAYS[count]
    length = (ngettext("%(num)d day", "%(num)d days", abs(count)) % {"num": abs(count)}).replace(" ", NBSP)
    return f"через {length}" if count > 0 else f"{length} назад"


@register.simple_tag
def idle_seconds():
    """Return after how many seconds of quiet a page ends its session: before the server would."""
    return settings.IDLE_TIMEOUT["lk"] - RESOLUTION
