"""May this person: vote, connect (REQ-3.1.V11, REQ-3.2.2.N8)."""

from lk_addon.accounts.models import Permission


def may_vote(entrance):
    """Say whether the person may cast the member's vote: who may vote and submit, never staff looking in."""
    return not entrance.looking_in and {Permission.VOTE, Permission.SUBMIT} <= entrance.permissions


def may_connect(entrance):
    """Say whether the person may enter the room: any representative of the member, never staff looking in."""
    return not entrance.looking_in
