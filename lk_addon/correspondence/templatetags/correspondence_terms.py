"""The term of a member beside what it belongs to, and the rule when an outage moved it."""

from django import template

from lk_addon.correspondence.unavailability import member_term as find_term

register = template.Library()


@register.simple_tag
def member_term(due):
    """Return the :class:`~lk_addon.correspondence.unavailability.Term` of a member that was set to end on ``due``."""
    return find_term(due)
