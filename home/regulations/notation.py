"""The notation in which an edition's text is kept: sections, numbered clauses, lists.

One line is one paragraph. ``1. ЗАГОЛОВОК`` opens a section, ``1.1. Текст`` a
clause, ``• `` an item of a list and ``▪ `` an item of a list inside it. A line
that only looks like one of these begins with a backslash. Text before the first
number is a block without one. The notation is plain text on purpose: it can be
pasted from anywhere, compared word by word, hashed, and it cannot carry markup.
"""

import re
from dataclasses import dataclass, field

ITEM = "•"
SUBITEM = "▪"
ESCAPE = "\\"

NUMBER = r"\d{1,3}(?:\.\d{1,3})*"
SECTION_LINE = re.compile(r"(\d{1,3})\.\s*(?!\d)(\S.*)")
CLAUSE_LINE = re.compile(r"(\d{1,3}(?:\.\d{1,3}){1,5})(?:\.(?!\d)|(?=\s|$))\s*(.*)")
ITEM_LINE = re.compile(r"([•●·∙‣*\uf0b7]|[-–—](?=\s))\s*(.*)")
SUBITEM_LINE = re.compile(r"([▪◦○▫■\uf0a7])\s*(.*)")
SPECIAL = (SECTION_LINE, CLAUSE_LINE, ITEM_LINE, SUBITEM_LINE)
SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff\x00-\x08\x0b\x0e-\x1f\x7f]")


class NotationError(ValueError):
    """The text cannot be read as an edition; ``messages`` say what is wrong and on which line."""

    def __init__(self, messages):
        super().__init__(" ".join(messages))
        self.messages = messages


@dataclass(frozen=True)
class Block:
    """A section or clause with its number, or a block of text without one."""

    number: str
    heading: str = ""
    text: str = ""

    @property
    def depth(self):
        """How deep the clause stands: 1 for a section, 2 for 1.1; 0 without a number."""
        return self.number.count(".") + 1 if self.number else 0

    @property
    def anchor(self):
        """The part of the address after #, or nothing for a block without a number."""
        return f"p-{self.number}" if self.number else ""

    @property
    def words(self):
        """The block's words in order, without its number."""
        return words(f"{self.heading} {self.text}")


@dataclass
class Item:
    """An item of a list, with the items of the list inside it."""

    text: str
    items: list = field(default_factory=list)


@dataclass
class Group:
    """A paragraph, or a list: then ``items`` is not None."""

    text: str = ""
    items: list | None = None


def words(text):
    """Return the words and numbers of ``text`` in order, punctuation left out."""
    return re.findall(r"\w+", text)


def tidy(line):
    """Return the line with single spaces and nothing invisible in it."""
    return SPACES.sub(" ", INVISIBLE.sub("", line)).strip()


def read(text):
    """Return the blocks that ``text`` says. Raises NotationError naming the lines that are wrong."""
    blocks, first_lines, errors = [], {}, []
    number, heading, lines = "", "", []

    def close():
        if number or heading or lines:
            blocks.append(Block(number, heading, "\n".join(lines)))

    for position, raw in enumerate(text.splitlines(), start=1):
        line = tidy(raw)
        if not line:
            continue
        clause, section = CLAUSE_LINE.fullmatch(line), SECTION_LINE.fullmatch(line)
        if clause or section:
            close()
            number = (clause or section)[1]
            heading = section[2] if section else ""
            lines = [clause[2]] if clause and clause[2] else []
            if number in first_lines:
                errors.append(
                    f"Пункт {number} встречается дважды: строки {first_lines[number]} и {position}. "
                    f"Если это не пункт, поставьте перед числом знак «\\»."
                )
            first_lines.setdefault(number, position)
        else:
            lines.append(_normal(line))
    close()
    if not first_lines:
        errors.append("В тексте нет ни одного пункта с номером.")
    if errors:
        raise NotationError(errors)
    return blocks


def _normal(line):
    """Return the line with the list mark of this notation, whatever mark it came with."""
    for pattern, mark in ((SUBITEM_LINE, SUBITEM), (ITEM_LINE, ITEM)):
        if match := pattern.fullmatch(line):
            return f"{mark} {match[2]}".strip()
    return line


def escape(line):
    """Return a line of plain text so that :func:`read` takes it for nothing else."""
    looks_special = line.startswith(ESCAPE) or any(pattern.fullmatch(line) for pattern in SPECIAL)
    return f"{ESCAPE}{line}" if looks_special else line


def write(blocks):
    """Return the text from which :func:`read` makes the same blocks."""
    parts = []
    for block in blocks:
        mark = f"{block.number}." if block.number else ""
        first, _, rest = block.text.partition("\n")
        if block.heading:
            opening, rest = f"{mark} {block.heading}", block.text
        elif first.startswith((ITEM, SUBITEM)):
            opening, rest = mark, block.text
        else:
            opening = f"{mark} {first}"
        parts.append("\n".join(line for line in (opening.strip(), rest) if line))
    return "\n\n".join(parts)


def groups(text):
    """Return the paragraphs and lists of a block's text in order."""
    result = []
    for line in text.splitlines():
        if not line.startswith((ITEM, SUBITEM)):
            result.append(Group(line.removeprefix(ESCAPE)))
            continue
        if not result or result[-1].items is None:
            result.append(Group(items=[]))
        item, items = Item(line[1:].strip()), result[-1].items
        if line.startswith(SUBITEM) and items:
            items[-1].items.append(item)
        else:
            items.append(item)
    return result
