"""The banner for every layout, of the public site and of the cabinet."""

from django import template

from home.outages import queries

register = template.Library()


@register.inclusion_tag("components/outage_banner.html")
def outage_banner(without=None):
    """Show running notices and those of the next 48 hours; needs no page and no request.

    ``without`` is a notice that the page itself tells of in full.
    """
    return {"notices": [notice for notice in queries.banner_notices() if notice != without]}


@register.filter
def duration(length):
    """Say a length of time in days, hours and minutes: «1 сут. 2 ч 30 мин»."""
    minutes = int(length.total_seconds()) // 60
    parts = [(minutes // 1440, "сут."), (minutes // 60 % 24, "ч"), (minutes % 60, "мин")]
    return " ".join(f"{number}\N{NO-BREAK SPACE}{unit}" for number, unit in parts if number) or "меньше минуты"
