"""May this person: write and send for the member in view (REQ-1.1.d); enter in the register what a letter asks."""

from lk_addon.accounts.models import Permission
from lk_addon.correspondence.register_parts import is_level, is_right

CHANGE_ENTRY, CHANGE_LEVEL, DECIDE_RIGHT = (
    "registry.change_member",
    "registry.change_memberlevel",
    "registry.add_rightdecision",
)


def may_write(entrance):
    """Say whether drafts may be begun and changed: by who may submit, never by staff looking in."""
    return not entrance.looking_in and Permission.SUBMIT in entrance.permissions


def may_send(entrance, terms):
    """Say whether what has these terms may be sent: a document that must be signed also wants the right to sign.

    Others prepare it, and a colleague who has the right sends it.
    """
    return may_write(entrance) and (not terms.is_signature_required or Permission.SIGN in entrance.permissions)


def may_enter_change(actor, part):
    """Whether ``actor`` may change this part of the register: the same right that the register's own page asks for."""
    if is_level(part):
        return actor.has_perm(CHANGE_LEVEL)
    return actor.has_perm(DECIDE_RIGHT if is_right(part) else CHANGE_ENTRY)
