"""An edition's clauses as HTML, made once for each content."""

from dataclasses import dataclass, field

from django.core.cache import cache
from django.template.loader import render_to_string

from home.regulations import notation
from home.regulations.notation import Block

LAYOUT = 1  # raised when the templates below change what they make
CACHE_SECONDS = 7 * 24 * 60 * 60


@dataclass
class Section:
    """A section, or the blocks before the first one, with what stands in it."""

    head: Block | None
    blocks: list = field(default_factory=list)

    @property
    def clauses(self):
        """The section's blocks with their paragraphs and lists; a heading's own text comes first."""
        own = [self.head] if self.head and self.head.text else []
        return [(block, notation.groups(block.text)) for block in [*own, *self.blocks]]


def sections(blocks):
    """Return the blocks gathered into sections."""
    result = []
    for block in blocks:
        if block.depth == 1:
            result.append(Section(block))
        else:
            if not result:
                result.append(Section(None))
            result[-1].blocks.append(block)
    return result


def body(edition):
    """Return the edition's table of contents and clauses as safe HTML, from the cache when it was made before."""
    key = f"regulations:body:{LAYOUT}:{edition.content_hash}"
    return cache.get_or_set(key, lambda: render_body(edition.blocks), CACHE_SECONDS)


def render_body(blocks):
    """Return the table of contents and the clauses of these blocks as safe HTML."""
    context = {"sections": sections(blocks)}
    return {
        "contents": render_to_string("home/regulations/contents.html", context),
        "clauses": render_to_string("home/regulations/clauses.html", context),
    }
