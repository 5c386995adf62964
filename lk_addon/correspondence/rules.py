"""Who may do what a decision upon a letter does in the register."""

from lk_addon.correspondence.register_parts import is_level, is_right

CHANGE_ENTRY, CHANGE_LEVEL, DECIDE_RIGHT = (
    "registry.change_member",
    "registry.change_memberlevel",
    "registry.add_rightdecision",
)


def may_enter_change(actor, part):
    """Whether ``actor`` may change this part of the register: the same right that the register's own page asks for."""
    if is_level(part):
        return actor.has_perm(CHANGE_LEVEL)
    return actor.has_perm(DECIDE_RIGHT if is_right(part) else CHANGE_ENTRY)
