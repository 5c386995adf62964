"""Parts of public pages that are the same for everybody, rendered once for each change of the site."""

from django import template
from django.utils.safestring import SafeString

from cms.core import pagecache
from cms.core.addresses import on_public_host

register = template.Library()


class RememberNode(template.Node):
    """What stands between ``{% remember %}`` and ``{% endremember %}``."""

    def __init__(self, nodelist, name, vary_on, *, by_the_clock):
        self.nodelist = nodelist
        self.name = name
        self.vary_on = vary_on
        self.by_the_clock = by_the_clock

    def render(self, context):
        """Give the remembered HTML; drafts, previews and pages of another host are rendered anew."""
        request = context.get("request")
        if request is None or not on_public_host() or getattr(request, "is_preview", False):
            return self.nodelist.render(context)
        name = f"{self.name}:{[value.resolve(context) for value in self.vary_on]!r}"
        return pagecache.remembered(name, lambda: self._html(context), by_the_clock=self.by_the_clock)

    def _html(self, context) -> SafeString:
        return self.nodelist.render(context)


@register.tag
def remember(parser, token):
    """``{% remember "name" value… [by_the_clock] %}``: remember this part under its name and these plain values.

    Nothing inside may depend on the visitor. With ``by_the_clock`` it may depend on the time.
    """
    _tag, name, *vary_on = token.split_contents()
    by_the_clock = vary_on[-1:] == ["by_the_clock"]
    if by_the_clock:
        vary_on.pop()
    nodelist = parser.parse(("endremember",))
    parser.delete_first_token()
    vary_on = [parser.compile_filter(value) for value in vary_on]
    return RememberNode(nodelist, name.strip('"'), vary_on, by_the_clock=by_the_clock)
