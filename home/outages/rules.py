"""Who may announce an outage and change a notice: whoever holds that right and may publish in the section."""

from home.outages.models import OutageIndexPage


def may_announce(user):
    """Whether the user may put a new notice before the public."""
    section = OutageIndexPage.objects.first()
    if section is None:
        return False
    permissions = section.permissions_for_user(user)
    return permissions.can_add_subpage() and permissions.can_publish_subpage()


def may_change(user, notice):
    """Whether the user may end, cancel or continue a published notice."""
    return notice.live and notice.permissions_for_user(user).can_publish()
