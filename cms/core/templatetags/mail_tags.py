"""The HTML part of a letter, made of its plain text."""

import re

from django import template
from django.conf import settings
from django.template import Context

from cms.core.frame import frame

register = template.Library()

ADDRESS = re.compile(r"https?://\S+")
LIST_MARKS = ("— ", "– ", "• ", "- ")
#: A letter carries its colours with it. These are tones of tokens.css: --brand, --band, and --link of the dark scheme.
OUR_OWN = {"brand": "#17406d", "band": "#0f2d4e", "dark_link": "#8fbdf0"}


@register.simple_tag(takes_context=True)
def letter_blocks(context, text):
    """Return the blocks of the plain text that the template named ``text`` renders to.

    Blank lines part them. A line that is nothing but an address is a ``button``, lines that all begin
    with a dash are a ``list``, the rest are a ``paragraph``. None of it is HTML yet: the template escapes it.
    """
    plain = context.template.engine.get_template(text).render(Context(context.flatten(), autoescape=False))
    return [_block(part.strip()) for part in re.split(r"\n[ \t]*\n", plain.strip()) if part.strip()]


@register.simple_tag
def site_address():
    """Return the public site's address: letters know no request."""
    return settings.SITE_URL


@register.simple_tag
def organization_name():
    """Return what the organisation calls itself on the day when the letter is delivered."""
    return frame().organization.name


@register.simple_tag
def letter_tones():
    """Return the letter's colours: those of the organisation on the day of delivery, else our own."""
    chosen = frame().palette
    return {tone: getattr(chosen, tone) for tone in OUR_OWN} if chosen else OUR_OWN


def _block(part):
    lines = [line.strip() for line in part.splitlines()]
    if len(lines) == 1 and ADDRESS.fullmatch(lines[0]):
        return {"kind": "button", "address": lines[0]}
    if all(line.startswith(LIST_MARKS) for line in lines):
        return {"kind": "list", "lines": [line[2:] for line in lines]}
    return {"kind": "paragraph", "text": "\n".join(lines)}
