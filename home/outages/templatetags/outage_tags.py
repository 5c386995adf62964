"""The banner for every layout, of the public site and of the cabinet."""

from django import template

from home.outages import queries

register = template.Library()


@register.inclusion_tag("components/outage_banner.html")
def outage_banner():
    """Show running notices and those of the next 48 hours; needs no page and no request."""
    return {"notices": queries.banner_notices()}
