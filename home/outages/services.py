"""The services an outage may touch. ``site`` is ours; other apps put theirs on the list when they load."""

from cms.audit.actions import describe_values

SITE = "site"

_titles = {SITE: "Сайт np-ss.org"}


def register(code, title):
    """Add a service under a short latin ``code`` with the Russian ``title`` that readers see.

    Raises ValueError when the code is taken.
    """
    if code in _titles:
        raise ValueError(f"outage service {code!r} is registered twice")
    _titles[code] = title
    describe_values(services={code: title})


def choices():
    """Return ``(code, title)`` of every service in the order of registration."""
    return list(_titles.items())


def title(code):
    """Return the service's title; a code whose app is gone stands for itself, so that old notices stay readable."""
    return _titles.get(code, code)
