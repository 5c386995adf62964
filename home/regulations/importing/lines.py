"""The lines of a source text: what is a line, what is debris of the page, how broken lines are joined."""

import re
from collections import Counter
from dataclasses import dataclass

from home.regulations.notation import CLAUSE_LINE, ITEM_LINE, SECTION_LINE, SUBITEM_LINE, tidy

LINE_ENDS = re.compile(r"\r\n|[\r\x0b\x1c-\x1e\x85\u2028\u2029]")  # the form feed stays: it ends a page
PAGE_NUMBER = re.compile(r"[\W_]*(?:стр(?:аница)?\.?\s*)?\d{1,4}(?:\s*(?:из|/)\s*\d{1,4})?[\W_]*", re.IGNORECASE)
PAGE_OF_PAGES = re.compile(r".*\bстр(?:аница)?\.?\s*\d{1,4}\s*(?:из|/)\s*\d{1,4}\W*", re.IGNORECASE)
LINK = re.compile(r"(?:(?:https?://|www\.)\S+\s*)+")
ENDS_SENTENCE = re.compile(r"[.:;!?…][»”\")\]]*$")
ENUMERATED = re.compile(r"\w{1,2}\)\s")  # «1) …», «а) …»
LEADS_TO_LINK = re.compile(r"(?:[:–—-]|адрес\w*|сайт\w*|ссылк\w*)$")
HYPHENATED = re.compile(r"(\w+)-$")
FULL = 0.8  # of a full line: the paragraph of the page's last line goes on over the page
SHORT = 0.6  # of a full line: a sentence that ends here may end its paragraph
EDGE = 2  # how many lines at the top and bottom of a page may be a running head or foot


@dataclass
class Line:
    """A line without its outer spaces, and what stood before it."""

    text: str
    indent: int = 0
    after_blank: bool = False
    after_page: bool = False
    at: int = 0  # its number in the source, from 1

    @property
    def ends_sentence(self):
        """Whether the line ends as a sentence, or as what introduces a list, ends."""
        return bool(ENDS_SENTENCE.search(self.text))

    @property
    def starts_lower(self):
        """Whether the line goes on as a sentence begun before."""
        return self.text[:1].islower()


def split(text):
    """Return the lines of ``text`` and the debris left out of them, as they stood in the source.

    Debris is what a page printer added: page numbers, running heads and feet, and
    lines of nothing but links that stand alone.
    """
    text = LINE_ENDS.sub("\n", text).replace("\u00ad\n", "")
    pages = text.split("\f")
    running = _running(pages)
    lines, dropped, at = [], [], 0
    for page in pages:
        after_blank = after_page = True
        raws = page.split("\n")
        edges = _edges(raws)
        for place, raw in enumerate(raws):
            at += 1 if place or not lines else 0
            line = tidy(raw)
            if not line:
                after_blank = True
                continue
            at_edge = place in edges
            alone = after_blank and not _next(raws, place)
            if _is_debris(line, at_edge=at_edge, alone=alone, running=running, previous=lines[-1:]):
                dropped.append(line)
                after_page = after_blank = True
                continue
            indent = len(raw.expandtabs()) - len(raw.expandtabs().lstrip())
            lines.append(Line(line, indent, after_blank, after_page and bool(lines), at))
            after_blank = after_page = False
    return lines, dropped


def _next(raws, place):
    """Return whether a line that is neither empty nor a link stands right below."""
    below = tidy(raws[place + 1]) if place + 1 < len(raws) else ""
    return bool(below) and not LINK.fullmatch(below)


def _is_debris(line, *, at_edge, alone, running, previous):
    if LINK.fullmatch(line):
        return alone and not (previous and LEADS_TO_LINK.search(previous[0].text))
    if at_edge and (_digitless(line) in running or PAGE_OF_PAGES.fullmatch(line)):
        return True
    return alone and bool(PAGE_NUMBER.fullmatch(line))


def _edges(raws):
    filled = [place for place, raw in enumerate(raws) if tidy(raw)]
    return {*filled[:EDGE], *filled[-EDGE:]}


def _running(pages):
    """Return the lines, digits apart, that stand at the top or bottom of most pages."""
    counts = Counter()
    for page in pages:
        raws = page.split("\n")
        counts.update({_digitless(tidy(raws[place])) for place in _edges(raws)})
    return {
        line
        for line, count in counts.items()
        if count >= max(2, 0.6 * len(pages)) and (count > 2 or "#" in line) and not _is_of_the_text(line)
    }


def _is_of_the_text(line):
    """Say whether the line is a clause or an item of a list, however often it stands; «– 5 –» is a page's number."""
    return (
        line.startswith("#.")
        or bool(SUBITEM_LINE.match(line))
        or (bool(ITEM_LINE.match(line)) and line[0] not in "-–—")
    )


def _digitless(line):
    return re.sub(r"\d+", "#", line)


def width(lines):
    """Return how long a full line of this text is: nine of ten lines are not longer."""
    lengths = sorted(len(line.text) for line in lines)
    return lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0


def goes_on(previous, line, full):
    """Say whether ``line`` continues the paragraph of ``previous``, in a text whose lines are broken at ``full``."""
    if line.after_blank:
        if line.after_page and len(previous.text) > FULL * full:
            return True
        return line.starts_lower and not previous.ends_sentence
    if previous.ends_sentence and ENUMERATED.match(line.text):
        return False
    short = len(previous.text) < SHORT * full
    return not (short and previous.ends_sentence and not line.starts_lower)


def join(head, tail, vocabulary):
    """Return two parts of a broken line as one; ``vocabulary`` is the set of the text's words in lower case.

    A hyphen at the break is kept where the text knows the compound word or does
    not know the word without it.
    """
    broken = HYPHENATED.search(head)
    if not broken or not tail[:1].isalpha():
        return f"{head} {tail}"
    rest = re.match(r"\w+", tail)[0]
    whole = f"{broken[1]}{rest}".lower()
    return f"{head[:-1]}{tail}" if whole in vocabulary else f"{head}{tail}"


def looks_numbered(text):
    """Say whether the line begins like a section or a clause."""
    return bool(CLAUSE_LINE.fullmatch(text) or SECTION_LINE.fullmatch(text))
