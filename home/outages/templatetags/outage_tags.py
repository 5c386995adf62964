"""The banner for every layout, of the public site and of the cabinet."""

from django import template

from home.outages import queries

register = template.Library()


@register.inclusion_tag("components/outage_banner.html", takes_context=True)
def outage_banner(context, without=None):
    """Show running notices and those of the next 48 hours; needs no page and can do without a request.

    ``without`` is a notice that the page itself tells of in full.
    """
    notices = [notice for notice in queries.banner_notices() if notice != without]
    shown = [(notice.pk, notice.banner_key, notice.last_published_at) for notice in notices]
    return {"request": context.get("request"), "notices": notices, "shown": shown}


@register.filter
def duration(length):
    """Say a length of time in days, hours and minutes: «1 сут. 2 ч 30 мин»."""
    minutes = int(length.total_seconds()) // 60
    parts = [(minutes // 1440, "сут."), (minutes // 60 % 24, "ч"), (minutes % 60, "мин")]
    return " ".join(f"{number}\N{NO-BREAK SPACE}{unit}" for number, unit in parts if number) or "меньше минуты"
