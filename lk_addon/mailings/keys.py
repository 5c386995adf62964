"""Signed keys by which a letter's link refuses one category for one person. They open nothing else."""

from django.core import signing

from cms.users.models import User
from lk_addon.mailings.models import OPTIONAL

SALT = "mailings.refuse"


def refusal_key(user, category):
    """Return the key of a letter's link."""
    return signing.dumps([user.pk, str(category)], salt=SALT)


def read_key(key):
    """Return (user, category) of a key, or None when we did not make it."""
    try:
        pk, category = signing.loads(key, salt=SALT)
    except signing.BadSignature:
        return None
    user = User.objects.filter(pk=pk).first()
    return (user, category) if user and category in OPTIONAL else None
