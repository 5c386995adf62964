"""The cabinet's services, and which of them staff have switched off (REQ-6.3, регламент п. 6.3).

A service is a part of the cabinet with a line in the menu (``MenuItem(service=...)``) or one that an
app registers here. Each is also on the list of services that an outage may touch, as ``cabinet.<code>``:
an outage has its time and its notice on the site, a switch stays until staff turn it back.
"""

from dataclasses import dataclass
from datetime import date, datetime

from cms.core import pagecache
from home.outages import services as outage_services
from lk_addon.cabinet import menu
from lk_addon.cabinet.models import ServiceSwitch

_titles = {}


@dataclass(frozen=True, slots=True)
class Closed:
    """Why a service is closed and for how long; ``hidden`` takes it out of the menu."""

    code: str
    title: str
    message: str
    since: datetime
    until: date | None
    hidden: bool


def register(code, title):
    """Add a service that has no line of its own in the menu. Raises ValueError when the code is taken."""
    if code in services():
        raise ValueError(f"cabinet service {code!r} is registered twice")
    _titles[code] = title


def services():
    """Return code → title of every service, those of the menu first."""
    return {item.service: item.label for item in menu.items() if item.service} | _titles


def outage_code(code):
    """Return the name by which outages know the service."""
    return f"cabinet.{code}"


def tell_outages():
    """Put every service on the list of those that an outage may touch, once all apps have registered."""
    for code, title in services().items():
        outage_services.register(outage_code(code), f"Кабинет: {title}")


def closed_services():
    """Return code → :class:`Closed` of what is switched off. No query while nothing changes."""
    return pagecache.remembered("cabinet:services", _read)


def _read():
    titles = services()
    return {
        row.code: Closed(
            code=row.code,
            title=titles.get(row.code, row.code),
            message=row.message,
            since=row.off_at,
            until=row.until,
            hidden=row.hidden,
        )
        for row in ServiceSwitch.objects.filter(on_at=None)
    }
