"""Staff of the prepared site."""

from itertools import count

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from cms.users.groups import EDITORS
from tests.factories.sessions import signed_in_client

_numbers = count(1)


def make_staff(*roles):
    """Make a member of staff with these roles."""
    user = get_user_model().objects.create_user(f"staff-{next(_numbers)}@example.com", is_staff=True)
    user.groups.set([Group.objects.get(name=role) for role in roles])
    return user


def desk(*roles):
    """Return the browser of a signed-in member of staff, an editor unless told."""
    return signed_in_client(make_staff(*(roles or (EDITORS,))))
