"""What django-axes counts failures by."""

from cms.users.models.user import UserManager


def counted_login(request, credentials):
    """Return the login of these credentials in its one stored spelling, see AXES_USERNAME_CALLABLE.

    Otherwise each spelling of one e-mail would have its own ten guesses. The bar at the end keeps
    login and address apart in the counter's key, which joins them without anything between.
    """
    return f"{UserManager.normalize_email((credentials or {}).get('username'))}|"
