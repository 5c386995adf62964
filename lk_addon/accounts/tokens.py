"""The keys of links in letters: of activation, of a new e-mail.

The key is derived from the secret key and a random nonce when the letter is
rendered for delivery, and compared by its hash: somebody who reads the
database, its backups or the mail queue there finds no key that works.
"""

import hashlib
import secrets
from base64 import urlsafe_b64encode

from django.utils.crypto import salted_hmac


def new_nonce():
    """Return 256 random bits as text."""
    return secrets.token_urlsafe(32)


def activation_token(invitation):
    """Return the key that the letter of ``invitation`` carries."""
    said = f"{invitation.pk}:{invitation.nonce}"
    digest = salted_hmac("lk_addon.accounts.invitation", said, algorithm="sha256").digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")


def email_token(change):
    """Return the key that confirms the new address of ``change``."""
    digest = salted_hmac("lk_addon.accounts.email", f"{change.pk}:{change.nonce}", algorithm="sha256").digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")


def token_hash(token):
    """Return what the database keeps of ``token``: its SHA-256 in hex."""
    return hashlib.sha256(token.encode()).hexdigest()
