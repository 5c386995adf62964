"""Rows of law in the back office."""

from lk_addon.cabinet.staff import NoDeletion
from lk_addon.registry.domain.law import may_be_corrected


class SupersededOnly(NoDeletion):
    """Rows of law that have come into force are superseded by new ones, not typed over (REQ-7.3)."""

    def user_can_edit_obj(self, user, obj):
        """Only while the row is still to come."""
        return may_be_corrected(obj) and super().user_can_edit_obj(user, obj)
