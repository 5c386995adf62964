"""What may be begun from a page of data: rooms above the page's own register where it leads, the page knows nothing.

Each app registers in its ``lk_setup.py``; the links stand among the tools of the page's head.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class PageAct:
    """A link: its words, an icon of Bootstrap Icons, the URL with its arguments, and whom it is shown to."""

    label: str
    url_name: str
    url_args: tuple = ()
    icon: str = "send"
    is_for: Callable = lambda request: True


_acts = defaultdict(list)


def register(page, *acts):
    """Add links to the page with the URL name ``page`` («registry:funds»). Raises ValueError for one that is there."""
    for act in acts:
        if act in _acts[page]:
            raise ValueError(f"the page {page!r} has the link {act.label!r} already")
        _acts[page].append(act)


def acts_on(request):
    """Return the links of the page that is asked for, those that this person may follow."""
    page = request.resolver_match.view_name if request.resolver_match else ""
    return [act for act in _acts.get(page, ()) if act.is_for(request)]
