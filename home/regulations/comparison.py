"""The difference of two editions, clause by clause, which survives renumbering.

Regulations are replaced whole, not amended, so a clause is recognised by its
words first and by its number second.
"""

from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher

SURE = 0.75  # so alike that two clauses are one, whatever their numbers
LIKELY = 0.4  # alike enough when the number is the same

ADDED, REMOVED, CHANGED, MOVED, SAME = "added", "removed", "changed", "moved", "same"


@dataclass(frozen=True)
class Change:
    """What became of one clause. ``old`` or ``new`` is None for an added or removed one.

    ``pieces`` are (kind, text) with kind "same", "ins" or "del".
    """

    kind: str
    old: object = None
    new: object = None
    pieces: tuple = ()

    @property
    def renumbered(self):
        """Whether the clause stands under another number."""
        return bool(self.old and self.new and self.old.number != self.new.number)

    @property
    def differs(self):
        """Whether the words differ."""
        return self.kind in {ADDED, REMOVED, CHANGED}


@dataclass(frozen=True)
class Comparison:
    """All clauses of two editions in the order of the newer one."""

    changes: tuple

    @property
    def counts(self):
        """How many clauses there are of each kind."""
        return Counter(change.kind for change in self.changes)

    @property
    def runs(self):
        """The changes in order, neighbours that stayed the same gathered into one list each."""
        result = []
        for change in self.changes:
            if change.kind == SAME and result and isinstance(result[-1], list):
                result[-1].append(change)
            else:
                result.append([change] if change.kind == SAME else change)
        return result


def compare(old, new):
    """Return the Comparison of two lists of blocks."""
    pairs = match(old, new)
    by_new = {new_at: old_at for old_at, new_at in pairs.items()}
    changes = _removed_after(-1, old, pairs)
    for new_at, block in enumerate(new):
        old_at = by_new.get(new_at)
        if old_at is None:
            changes.append(Change(ADDED, new=block, pieces=(("ins", text_of(block)),)))
        else:
            changes.append(_of_pair(old[old_at], block))
            changes += _removed_after(old_at, old, pairs)
    return Comparison(tuple(changes))


def _removed_after(at, old, pairs):
    """Return the removed clauses that stood right after the old place ``at``."""
    changes = []
    for place in range(at + 1, len(old)):
        if place in pairs:
            break
        changes.append(Change(REMOVED, old=old[place], pieces=(("del", text_of(old[place])),)))
    return changes


def _of_pair(old, new):
    if text_of(old) == text_of(new):
        kind = SAME if old.number == new.number else MOVED
        return Change(kind, old, new, (("same", text_of(new)),))
    return Change(CHANGED, old, new, tuple(pieces(text_of(old), text_of(new))))


def match(old, new):
    """Return which old block (its place) became which new one: equal ones first, then the most alike."""
    pairs = {}
    free_new = set(range(len(new)))

    def take(old_at, new_at):
        pairs[old_at] = new_at
        free_new.discard(new_at)

    for same_number in (True, False):
        for old_at, block in enumerate(old):
            if old_at in pairs:
                continue
            for new_at in sorted(free_new):
                equal = text_of(block) == text_of(new[new_at]) and block.depth == new[new_at].depth
                if equal and (block.number == new[new_at].number or not same_number):
                    take(old_at, new_at)
                    break
    bags_old = {at: Counter(block.words) for at, block in enumerate(old) if at not in pairs}
    bags_new = {at: Counter(new[at].words) for at in free_new}
    candidates = []
    for old_at, bag in bags_old.items():
        for new_at, other in bags_new.items():
            same_number = old[old_at].number == new[new_at].number
            alike = likeness(bag, other)
            if alike >= (LIKELY if same_number else SURE):
                candidates.append((alike + same_number / 4, -abs(old_at - new_at), old_at, new_at))
    for _likeness, _distance, old_at, new_at in sorted(candidates, reverse=True):
        if old_at not in pairs and new_at in free_new:
            take(old_at, new_at)
    return pairs


def likeness(bag, other):
    """Return the share of words that two bags have in common, 0 to 1."""
    total = bag.total() + other.total()
    return 2 * (bag & other).total() / total if total else 1.0


def text_of(block):
    """Return heading and text of a block as one text."""
    return "\n".join(part for part in (block.heading, block.text) if part)


def pieces(old, new):
    """Return (kind, text) pieces that show word by word how ``old`` became ``new``."""
    before, after = _tokens(old), _tokens(new)
    result = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            result.append(("same", _joined(after[j1:j2])))
            continue
        if i2 > i1:
            result.append(("del", _joined(before[i1:i2])))
        if j2 > j1:
            result.append(("ins", _joined(after[j1:j2])))
    return result


def _tokens(text):
    """Return words with the punctuation they carry; the end of a line is a token of its own."""
    return [token for line in text.split("\n") for token in (*line.split(), "\n")][:-1]


def _joined(tokens):
    text = " ".join(tokens)
    return text.replace(" \n ", "\n").replace(" \n", "\n").replace("\n ", "\n")
