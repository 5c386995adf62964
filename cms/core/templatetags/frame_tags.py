"""Tags of the page's frame: icons and the look that the reader chose."""

from functools import cache

from django import template
from django.conf import settings
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString, mark_safe

from cms.core import appearance
from cms.core.pages import SECTION_DEPTH

register = template.Library()

ICONS = settings.BASE_DIR / "node_modules" / "bootstrap-icons" / "icons"


@cache
def _icon(name: str) -> SafeString:
    if not name.replace("-", "").isalnum():
        raise ValueError(f"not an icon's name: {name!r}")
    drawing = (ICONS / f"{name}.svg").read_text().strip()
    start, _, rest = drawing.partition(">")
    view_box = 'viewBox="0 0 16 16"'
    if view_box not in start:
        raise ValueError(f"an unexpected drawing: {name}")
    # Safe: a file of the locked bootstrap-icons package, never anybody's input.
    return mark_safe(f'<svg class="icon" {view_box} aria-hidden="true" focusable="false">{rest}')  # noqa: S308


@register.simple_tag
def icon(name):
    """Draw an icon of Bootstrap Icons in the text's colour and size; decoration only, hidden from screen readers."""
    return _icon(name)


@register.inclusion_tag("components/appearance_attributes.html", takes_context=True)
def appearance_attributes(context):
    """Write the reader's look as data attributes of <html>."""
    request = context.get("request")
    return {"choice": appearance.choice(request) if request else {}}


@register.inclusion_tag("components/appearance_panel.html", takes_context=True)
def appearance_panel(context):
    """Show the form of «Версия для слабовидящих»."""
    request = context["request"]
    chosen = appearance.choice(request)
    parts = [
        (name, legend, [(value, label, value == chosen[name]) for value, label in options.items()])
        for name, (legend, options) in appearance.CHOICES.items()
    ]
    variant = appearance.variant(request.COOKIES)
    return {"request": request, "parts": parts, "next": request.get_full_path(), "variant": variant}


@register.inclusion_tag("components/main_menu.html", takes_context=True)
def main_menu(context):
    """List the main menu; the item whose section is being read is marked."""
    request, links = context["request"], context["frame"].main_menu
    above = [link for link in links if link.is_path and request.path.startswith(link.href)]
    current = max(above, key=lambda link: len(link.href), default=None)
    kind = "page" if current and request.path == current.href else "true"
    return {"request": request, "links": links, "current": current, "kind": kind, "lk_url": context["lk_url"]}


@register.inclusion_tag("components/breadcrumbs.html", takes_context=True)
def breadcrumbs(context):
    """Show the way from the home page; no query where the page was found by its address, see cms.core.routing."""
    page = context.get("page")
    if page is None or page.depth < SECTION_DEPTH:
        return {}
    return {"request": context["request"], "page": page, "between": SimpleLazyObject(lambda: _above(page))}


def _above(page):
    above = []
    while page.depth > SECTION_DEPTH:
        page = page.get_parent()
        above.insert(0, page)
    return above
