"""Who may do anything with notices: announcing an outage closes services, so publishing pages is not enough."""

from wagtail.models import PagePermissionTester

ANNOUNCE = "outages.announce_outage"


class AnnouncerTester(PagePermissionTester):
    """Page permissions that count only for those who may announce."""

    def __init__(self, user, page):
        super().__init__(user, page)
        if not user.has_perm(ANNOUNCE):
            self.permissions = set()


class AnnouncersOnly:
    """Pages in which page permissions given higher in the tree mean nothing without the right to announce."""

    def permissions_for_user(self, user):
        """Return what this person may do here."""
        return AnnouncerTester(user, self)
