"""From a question about the register to the signed application: the same page, filled in (REQ-3.1.R3, REQ-3.1.R4)."""

from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse

CABINET = "lk_addon.urls"  # the addresses are of the cabinet's host, wherever they are asked for


class Application(NamedTuple):
    """What to do next, in words, and where."""

    words: str
    address: str


def to_change_register(**fields):
    """Return the address at which an application to change the register is begun with these fields filled in."""
    address = reverse("correspondence:new_document", urlconf=CABINET, args=["registry_change"])
    return f"{address}?{urlencode(fields)}" if fields else address
