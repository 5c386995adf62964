"""An editor's rich text taken apart for letters.

What a letter can show is listed here: everything else of the markup is left out,
its words stay. The templates put the parts together again and escape them.
"""

from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, NavigableString
from django.conf import settings
from wagtail.rich_text import expand_db_html

HEADINGS = {"h2", "h3"}
LISTS = {"ul", "ol"}
SCHEMES = {"http", "https", "mailto"}


@dataclass
class Run:
    """Words of one look; ``href`` is a whole address or empty."""

    text: str
    bold: bool = False
    italic: bool = False
    href: str = ""


@dataclass
class Block:
    """A ``heading``, a ``paragraph``, or one ``item`` of a list, numbered where ``number`` is not 0."""

    kind: str
    runs: list[Run] = field(default_factory=list)
    number: int = 0

    @property
    def plain(self):
        """The words with the addresses of links in brackets."""
        return "".join(f"{run.text} ({run.href})" if run.href else run.text for run in self.runs)


def blocks_of(rich_text):
    """Return the blocks of Wagtail's ``rich_text`` in order; links become whole addresses."""
    found = []
    for element in BeautifulSoup(expand_db_html(rich_text), "html.parser").children:
        if element.name in LISTS:
            for number, item in enumerate(element.find_all("li"), start=1):
                found.append(Block("item", list(_runs(item)), number if element.name == "ol" else 0))
        elif isinstance(element, NavigableString):
            found.append(Block("paragraph", [Run(str(element))]))
        else:
            found.append(Block("heading" if element.name in HEADINGS else "paragraph", list(_runs(element))))
    return [block for block in found if block.plain.strip()]


def _runs(element, look=None):
    look = look or {}
    for child in element.children:
        if isinstance(child, NavigableString):
            yield Run(str(child), **look)
        elif child.name == "br":
            yield Run("\n", **look)
        elif child.name in {"script", "style"}:
            continue
        else:
            yield from _runs(child, look | _look(child))


def _look(element):
    if element.name in {"b", "strong"}:
        return {"bold": True}
    if element.name in {"i", "em"}:
        return {"italic": True}
    if element.name == "a":
        href = urljoin(f"{settings.SITE_URL}/", element.get("href", ""))
        return {"href": href if urlsplit(href).scheme in SCHEMES else ""}
    return {}
