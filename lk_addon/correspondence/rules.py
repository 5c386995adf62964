"""May this person: write and send for the member in view (REQ-1.1.d)."""

from lk_addon.accounts.models import Permission


def may_write(entrance):
    """Say whether drafts may be begun and changed: by who may submit, never by staff looking in."""
    return not entrance.looking_in and Permission.SUBMIT in entrance.permissions


def may_send(entrance, terms):
    """Say whether what has these terms may be sent: a document that must be signed also wants the right to sign.

    Others prepare it, and a colleague who has the right sends it.
    """
    return may_write(entrance) and (not terms.is_signature_required or Permission.SIGN in entrance.permissions)
