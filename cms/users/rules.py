"""Who may come in, and with what."""

from django.conf import settings

from cms.users.queries import has_second_factor


def second_factor_required(user):
    """Say whether this person must have a second factor: staff and members each have a setting."""
    if user.is_staff:
        return settings.SECOND_FACTOR_REQUIRED_FOR_STAFF
    return settings.SECOND_FACTOR_REQUIRED_FOR_MEMBERS


def is_admitted(user, host_name):
    """Say whether a session that knows this user's password may be used on the host named ``host_name``.

    The public host knows only staff. A session in which no second factor was shown
    is enough only where none is demanded and the user has none.
    """
    if host_name == "site" and not user.is_staff:
        return False
    return user.is_verified() or not (second_factor_required(user) or has_second_factor(user))


def may_enrol_first(user):
    """Say whether a password alone may add this user's first device: only while there is none."""
    return second_factor_required(user) and user.is_active and not has_second_factor(user)
