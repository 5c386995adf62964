"""Every address of a URLconf, with the view behind it: what the matrix of access walks."""

from dataclasses import dataclass
from typing import Any

from django.urls import URLResolver, get_resolver
from django.utils.regex_helper import normalize


@dataclass(frozen=True)
class Route:
    """One address: its name with the namespace, a template such as ``inspections/%(pk)s/``, its parameters."""

    name: str
    template: str
    parameters: tuple
    callback: Any

    @property
    def view(self):
        """The class of the view, or the function."""
        return getattr(self.callback, "view_class", None) or getattr(self.callback, "cls", None) or self.callback

    @property
    def module(self):
        """Where the view is written."""
        return self.view.__module__

    def address(self, values):
        """Return the path with ``values`` in the places of the parameters."""
        return "/" + self.template % values


def routes_of(urlconf):
    """Return the routes of the URLconf in the order in which Django tries them."""
    return list(_walk(get_resolver(urlconf)))


def _walk(resolver, name="", template="", parameters=()):
    for pattern in resolver.url_patterns:
        part, own = normalize(pattern.pattern.regex.pattern)[0]
        here = (template + part, (*parameters, *own))
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, f"{name}{pattern.namespace}:" if pattern.namespace else name, *here)
        else:
            yield Route(f"{name}{pattern.name or ''}", *here, pattern.callback)
