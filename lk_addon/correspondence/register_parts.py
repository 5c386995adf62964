"""Parts of the register that a member may apply to change: what stands there now, and how each is said (REQ-L.4)."""

from dataclasses import dataclass
from typing import Any

from lk_addon.registry.entry import NOTHING, head_words
from lk_addon.registry.models import Category, Fund, Member, RightDecision, RightState
from lk_addon.registry.models.levels import ORDINALS
from lk_addon.registry.queries import levels_on, rights_on
from lk_addon.registry.statement import CHANGEABLE, SKIPPED

HEADS, ADDRESS, RESTRICTION = "heads", "address", "restriction"
LEVEL, RIGHT = "level_", "right_"
#: The parts of which a new address is made; the old one is replaced as a whole.
ADDRESS_PARTS = (
    "address_postal_code",
    "address_country",
    "address_region",
    "address_district",
    "address_locality",
    "address_street",
    "address_house",
    "address_building",
    "address_room",
)
ASKED = {
    RightDecision.Kind.GRANT: "наделить правом",
    RightDecision.Kind.RESUME: "возобновить право",
    RightDecision.Kind.TERMINATE: "прекратить право",
    RightDecision.Kind.LIFT: "снять ограничение",
}


@dataclass(frozen=True)
class Change:
    """A part with what the register said when the application was sent and what it is to say; both as JSON keeps them.

    ``after`` of a right is the decision that is asked for, a key of :data:`ASKED`.
    """

    part: str
    before: Any
    after: Any

    @property
    def label(self):
        """The part in words."""
        return label_of(self.part)

    @property
    def old(self):
        """What stood in the register, in words."""
        return words(self.part, self.before)

    @property
    def new(self):
        """What is to stand there, in words."""
        if self.part == ADDRESS:
            return Member(**self.after).address_in_order()
        if is_right(self.part):
            return ASKED[self.after]
        return words(self.part, [self.after] if self.part == HEADS else self.after)

    @property
    def is_of_entry(self):
        """Whether it changes the entry itself, which needs no decision of the Council."""
        return not is_level(self.part) and not is_right(self.part)

    def as_json(self):
        """Return it as a letter keeps it."""
        return {"part": self.part, "before": self.before, "after": self.after}


def is_level(part):
    """Whether the part is the level in a fund."""
    return part.startswith(LEVEL)


def is_right(part):
    """Whether the part is decided upon as a right is."""
    return part.startswith(RIGHT) or part == RESTRICTION


def columns_of(member):
    """Return the plain columns of the entry that a member of this type may ask to change; the address is not one."""
    skipped = SKIPPED.get(member.member_type, {"activity_address"}) | {ADDRESS}
    return [name for name in CHANGEABLE if name not in skipped]


def present(member):
    """Return part → what the register says of ``member`` today, as JSON keeps it. Four queries."""
    levels, rights = levels_on(member), rights_on(member)
    said = {name: getattr(member, name) for name in [*columns_of(member), ADDRESS]}
    said[HEADS] = [_head(head) for head in member.current_heads()]
    said |= {LEVEL + fund.value: level.number if level else None for fund, level in levels.items()}
    said |= {RIGHT + right.category.value: right.state and right.state.value for right in rights.categories}
    said[RESTRICTION] = rights.restriction and RightState.RESTRICTED.value
    return said


def label_of(part):
    """Return the part in words, with a capital letter."""
    if part == HEADS:
        return "Руководитель"
    if part == RESTRICTION:
        return "Участие в конкурентных процедурах"
    if is_level(part):
        return f"Уровень ответственности, {Fund(part.removeprefix(LEVEL)).short}"
    if is_right(part):
        return f"Право: {Category(part.removeprefix(RIGHT)).short}"
    label = str(Member._meta.get_field(part).verbose_name)
    return label[0].upper() + label[1:]


def words(part, value):
    """Return in words what a register says of a part."""
    if part == HEADS:
        return "; ".join(map(head_words, value)) or NOTHING
    if is_level(part):
        return NOTHING if value is None else f"{ORDINALS[value]} уровень"
    if is_right(part):
        return RightState(value).label if value else "без ограничений" if part == RESTRICTION else "нет"
    return value or NOTHING


def _head(head):
    return {
        "id": head.pk,
        "full_name": head.full_name,
        "position": head.position,
        "since": head.since.isoformat(),
        "until": head.until and head.until.isoformat(),
    }
