"""Encryption at rest of the secrets that have to be read back: keys of authenticator apps."""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def _ciphers():
    return MultiFernet([Fernet(_derive(secret)) for secret in settings.SECOND_FACTOR_KEY.split(",")])


def _derive(secret):
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"cms.users.second_factor").derive(secret.encode())
    return urlsafe_b64encode(key)


def encrypt(secret):
    """Return ``secret`` (bytes) encrypted with the first key of SECOND_FACTOR_KEY, as text."""
    return _ciphers().encrypt(secret).decode()


def decrypt(text):
    """Return the bytes that :func:`encrypt` was given; any key of SECOND_FACTOR_KEY opens them.

    Raises ``cryptography.fernet.InvalidToken`` when the text was altered or its key is gone.
    """
    return _ciphers().decrypt(text.encode())
