"""An edition's clauses as HTML, made once for each content."""

import hashlib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.core.cache import cache as kept
from django.template.loader import get_template, render_to_string

from home.regulations import notation
from home.regulations.notation import Block

TEMPLATES = tuple(f"home/regulations/{name}.html" for name in ("contents", "clauses", "paragraphs"))
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


@cache
def fingerprint(*templates):
    """Return a short hash of these templates' sources: what they once made is no longer right when they change."""
    sources = (Path(get_template(name).origin.name).read_bytes() for name in templates)
    return hashlib.sha256(b"".join(sources)).hexdigest()[:12]


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
    key = f"regulations:body:{fingerprint(*TEMPLATES)}:{edition.content_hash}"
    return kept.get_or_set(key, lambda: render_body(edition.blocks), CACHE_SECONDS)


def render_body(blocks):
    """Return the table of contents and the clauses of these blocks as safe HTML."""
    context = {"sections": sections(blocks)}
    return {
        "contents": render_to_string("home/regulations/contents.html", context),
        "clauses": render_to_string("home/regulations/clauses.html", context),
    }
