"""Recognising sections, clauses and lists in the text of a regulation. Pure functions: text in, blocks out."""

import re
from collections import Counter
from dataclasses import dataclass, field

from home.regulations import notation
from home.regulations.importing import lines as source
from home.regulations.importing.errors import UnreadableError
from home.regulations.notation import ITEM, SUBITEM, Block

SECTION = re.compile(r"(?:(?:Раздел|Глава)\s+)?(\d{1,2})(?:\.\s*|\s+)(?!\d)(\S.*)", re.IGNORECASE)
DASH = re.compile(r"[-–—]\s+(.*)")
LONGEST_HEADING = 300
LONGEST_TEXT = 2_000_000  # characters


@dataclass
class Recognised:
    """What was made out: blocks, debris left out, and what somebody should look at."""

    blocks: list
    dropped: list = field(default_factory=list)
    warnings: list = field(default_factory=list)

    @property
    def text(self):
        """The blocks in the notation of editions."""
        return notation.write(self.blocks)

    @property
    def sections(self):
        """The sections."""
        return [block for block in self.blocks if block.depth == 1]

    @property
    def clauses(self):
        """The numbered clauses."""
        return [block for block in self.blocks if block.depth > 1]

    @property
    def items(self):
        """How many items the lists have altogether."""
        return sum(line.startswith((ITEM, SUBITEM)) for block in self.blocks for line in block.text.splitlines())

    @property
    def told(self):
        """What was made out, in one Russian sentence."""
        return (
            f"Распознано: разделов — {len(self.sections)}, пунктов — {len(self.clauses)}, "
            f"строк перечней — {self.items}."
        )

    def clauses_of(self, section):
        """Return the clauses that stand in the section."""
        return [clause for clause in self.clauses if clause.number.partition(".")[0] == section.number]


def recognise(text, *, broken_lines=True):
    """Return what ``text`` says. With ``broken_lines`` a line is not yet a paragraph, as in a text made from PDF.

    Raises UnreadableError when there is nothing to recognise.
    """
    if len(text) > LONGEST_TEXT:
        raise UnreadableError("Текст слишком длинный для регламента.")
    if not text.strip():
        raise UnreadableError("Файл пуст: в нём нет текста.")
    found, dropped = source.split(text)
    parser = _Parser(found, broken_lines)
    blocks = parser.run()
    if not any(block.number for block in blocks):
        raise UnreadableError("Не найдено ни одного пункта с номером («1.», «1.1»). Это не похоже на регламент.")
    return Recognised(blocks, dropped, parser.warnings)


class _Parser:
    """Goes through the lines once and keeps what it is in the middle of."""

    def __init__(self, lines, broken_lines):
        self.lines = lines
        self.broken_lines = broken_lines
        self.full = source.width(lines)
        self.vocabulary = {word.lower() for line in lines for word in re.findall(r"\w+", line.text)}
        self.warnings = []
        self.blocks = []  # [number, heading, paragraphs]; a paragraph is [mark, text]
        self.last = ()
        self.previous = None  # the line before
        self.item_indent = 0

    def run(self):
        at = 0
        while at < len(self.lines):
            at += self._take(at)
            self.previous = self.lines[at - 1]
        blocks = [self._block(*parts) for parts in self.blocks]
        return [block for block in blocks if block.number or block.text]

    def _take(self, at):
        """Put the line at its place. Returns how many lines were used up."""
        line = self.lines[at]
        clause = notation.CLAUSE_LINE.fullmatch(line.text)
        if clause and self._is_clause(line, clause):
            self._open(clause[1], "", clause[2])
            return 1
        section = SECTION.fullmatch(line.text)
        if section and not clause and self._is_section(at, section):
            used = self._heading_lines(at, section[2])
            heading = section[2]
            for more in self.lines[at + 1 : at + used]:
                heading = source.join(heading, more.text, self.vocabulary)
            self._open(section[1], heading, "")
            return used
        mark, text = self._item(line)
        if mark:
            self._paragraphs().append([mark, text])
        else:
            self._text(line)
        return 1

    def _open(self, number, heading, text):
        self.blocks.append((number, heading, [["", text]] if text else []))
        self.last = tuple(int(part) for part in number.split("."))

    def _paragraphs(self):
        if not self.blocks:
            self.blocks.append(("", "", []))
        return self.blocks[-1][2]

    def _text(self, line):
        paragraphs = self._paragraphs()
        waiting = paragraphs and paragraphs[-1][0] and not paragraphs[-1][1]  # a list mark that stood alone
        continues = self.broken_lines and paragraphs and source.goes_on(self.previous, line, self.full)
        if waiting:
            paragraphs[-1][1] = line.text
        elif continues:
            paragraphs[-1][1] = source.join(paragraphs[-1][1], line.text, self.vocabulary)
        else:
            paragraphs.append(["", line.text])

    # --- what a line is ---

    def _starts_paragraph(self, line):
        return not self.broken_lines or self.previous is None or line.after_blank or self.previous.ends_sentence

    def _is_clause(self, line, match):
        number = tuple(int(part) for part in match[1].split("."))
        starts = self._starts_paragraph(line)
        expected = self._follows(number)
        if not starts and match[2][:1].islower():
            expected = False
        if expected:
            return True
        if starts and self.last and self.last < number and number[0] in (self.last[0], self.last[0] + 1):
            self.warnings.append(f"Строка {line.at}: после пункта {self._last_number()} сразу {match[1]}.")
            return True
        if starts and not self.last:
            self.warnings.append(f"Строка {line.at}: первый пункт — {match[1]}.")
            return True
        self.warnings.append(
            f"Строка {line.at} начинается с числа {match[1]}, но по порядку это не пункт: оставлена в тексте."
        )
        return False

    def _follows(self, number):
        """Say whether the number is the next one after the last: below it, beside it, or beside one above it."""
        if not self.last:
            return number in ((1, 1), (1,))
        nexts = {(*self.last, 1)}
        for depth in range(2, len(self.last) + 1):
            nexts.add((*self.last[: depth - 1], self.last[depth - 1] + 1))
        nexts.add((self.last[0] + 1, 1))
        return number in nexts

    def _last_number(self):
        return ".".join(map(str, self.last))

    def _is_section(self, at, match):
        line, number, heading = self.lines[at], int(match[1]), match[2]
        if number != (self.last[0] + 1 if self.last else 1) and not (not self.last and _is_capital(heading)):
            return False
        if _is_capital(heading):
            return True
        if not self._starts_paragraph(line) or "." not in line.text[: len(match[1]) + 1]:
            return False
        for later in self.lines[at + 1 :]:
            clause = notation.CLAUSE_LINE.fullmatch(later.text)
            if clause and clause[1] == f"{number}.1":
                return True
            section = SECTION.fullmatch(later.text)
            if section and int(section[1]) == number + 1:
                return line.after_blank and not line.ends_sentence and self._has_no_clauses(number)
        return False

    def _has_no_clauses(self, number):
        """Say whether the clauses of the next section are there and this one's are nowhere: it has only text."""
        clauses = (notation.CLAUSE_LINE.fullmatch(line.text) for line in self.lines)
        numbers = {clause[1] for clause in clauses if clause}
        return f"{number}.1" not in numbers and f"{number + 1}.1" in numbers

    def _heading_lines(self, at, heading):
        """Return over how many lines the heading goes."""
        used, length, capital = 1, len(heading), _is_capital(heading)
        while self.broken_lines and at + used < len(self.lines):
            line = self.lines[at + used]
            ended = line.after_blank or source.looks_numbered(line.text) or self._item(line)[0]
            length += len(line.text)
            if ended or (capital and not _is_capital(line.text)) or length > LONGEST_HEADING:
                break
            used += 1
        return used

    def _item(self, line):
        """Return the mark of a list's item and its text; the mark is empty when the line is no item."""
        if match := notation.SUBITEM_LINE.fullmatch(line.text):
            return (SUBITEM if self._in_list() else ITEM), match[2]
        match = notation.ITEM_LINE.fullmatch(line.text)
        if not match:
            return "", ""
        if not DASH.fullmatch(line.text):
            self.item_indent = line.indent
            return ITEM, match[2]
        if not self._starts_paragraph(line) and not self._in_list():
            return "", ""  # a dash inside a sentence that was broken before it
        under_item = self._in_list() and line.indent > self.item_indent and not self._after_dash()
        if under_item or (self._in_list() and self._paragraphs()[-1][0] == SUBITEM):
            return SUBITEM, match[2]
        self.item_indent = line.indent
        return ITEM, match[2]

    def _in_list(self):
        paragraphs = self._paragraphs() if self.blocks else []
        return bool(paragraphs and paragraphs[-1][0])

    def _after_dash(self):
        return bool(self.previous and DASH.fullmatch(self.previous.text) and self._paragraphs()[-1][0] != SUBITEM)

    def _block(self, number, heading, paragraphs):
        lines = [f"{mark} {text}" if mark else notation.escape(text) for mark, text in paragraphs if text]
        if lines and number and not heading and not paragraphs[0][0]:
            lines[0] = paragraphs[0][1]  # stands after the number, where it cannot be mistaken
        return Block(number, heading, "\n".join(lines))


def _is_capital(text):
    """Say whether a heading is in capital letters; what stands in quotes need not be."""
    letters = Counter(letter.isupper() for letter in re.sub(r"«[^»]*»?", "", text) or text if letter.isalpha())
    return letters.total() >= 3 and letters[True] >= 0.8 * letters.total()
