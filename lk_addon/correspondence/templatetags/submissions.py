"""The way from a page of data to the form by which the member sends something about it."""

from django import template
from django.urls import reverse
from django.utils.http import urlencode

from lk_addon.correspondence.rules import may_write

register = template.Library()


@register.inclusion_tag("lk_addon/correspondence/begin_link.html", takes_context=True)
def begin_document(context, code, label, css="", **initial):
    """Lead to a new document of the kind ``code``, its form begun with ``initial``; nothing for who may not submit."""
    return _link(context, reverse("correspondence:new_document", args=[code]), initial, label=label, css=css)


@register.inclusion_tag("lk_addon/correspondence/begin_link.html", takes_context=True)
def begin_request(context, code, label, css="", **initial):
    """Lead to a new request in the same way."""
    return _link(context, reverse("correspondence:new_request", args=[code]), initial, label=label, css=css)


def _link(context, address, initial, **shown):
    if initial:
        address = f"{address}?{urlencode(initial)}"
    return {"is_shown": may_write(context["request"].entrance), "address": address} | shown
