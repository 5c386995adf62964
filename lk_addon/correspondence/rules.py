"""May this person: write and send for the member in view (REQ-1.1.d); enter in the register what a letter asks."""

from lk_addon.accounts.models import Permission
from lk_addon.accounts.models.authority import in_words
from lk_addon.correspondence.kinds import form_of
from lk_addon.correspondence.register_parts import is_level, is_right

CHANGE_ENTRY, CHANGE_LEVEL, DECIDE_RIGHT = (
    "registry.change_member",
    "registry.change_memberlevel",
    "registry.add_rightdecision",
)


def may_write(entrance):
    """Say whether drafts may be begun and changed: by who may submit, never by staff looking in."""
    return not entrance.looking_in and Permission.SUBMIT in entrance.permissions


def permissions_to_send(kind, *, is_signed):
    """Return what a representative must hold to send what is of this kind and must be signed, or need not.

    Who does not hold it prepares, and a colleague who does sends: what must be signed, or is a vote.
    """
    wanted = {Permission.SUBMIT, form_of(kind.code).sending_permission or Permission.SUBMIT}
    return wanted | {Permission.SIGN} if is_signed else wanted


def missing_to_send(entrance, kind, *, is_signed):
    """Return the permissions, in words, that the one who looks lacks to send it; all of them for staff looking in."""
    held = frozenset() if entrance.looking_in else entrance.permissions
    return in_words(permissions_to_send(kind, is_signed=is_signed) - held)


def may_enter_change(actor, part):
    """Whether ``actor`` may change this part of the register: the same right that the register's own page asks for."""
    if is_level(part):
        return actor.has_perm(CHANGE_LEVEL)
    return actor.has_perm(DECIDE_RIGHT if is_right(part) else CHANGE_ENTRY)
