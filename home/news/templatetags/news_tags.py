"""News in templates."""

from django import template

from home.news import queries

register = template.Library()


@register.simple_tag
def latest_news(count=5):
    """Return the newest news and notices, pictures fetched."""
    return queries.with_pictures(queries.news_feed()[:count])


@register.simple_tag
def other_news(page):
    """Return the newest news besides ``page``."""
    return queries.other_news(page)
