"""Moving between the pages of a list."""

from django import template

register = template.Library()


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context, items):
    """Show links to the pages of a list; ``items`` is a ``Page`` of a Paginator. Other query parameters are kept."""
    numbers = items.paginator.get_elided_page_range(items.number, on_each_side=2, on_ends=1)
    return {"request": context["request"], "items": items, "numbers": numbers, "gap": items.paginator.ELLIPSIS}
