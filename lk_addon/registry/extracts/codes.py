"""Codes by which an issued document is checked."""

import secrets

#: Without 0 and O, 1 and I: they are read from paper.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 16  # 80 bits: not to be guessed

_RUSSIAN = str.maketrans("АВСЕНКМРТХУ", "ABCEHKMPTXY")


def new_code():
    """Return a code that nobody can guess."""
    return "".join(secrets.choice(ALPHABET) for _position in range(LENGTH))


def as_code(text):
    """Return ``text`` as codes are stored, or nothing where it is none; Russian look-alikes become Latin letters."""
    bare = "".join(text.split()).replace("-", "").upper().translate(_RUSSIAN)
    return bare if len(bare) == LENGTH and set(bare) <= set(ALPHABET) else ""
