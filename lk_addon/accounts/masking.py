"""How the cabinet shows a person their own contacts: enough to recognise, not enough to read (REQ-4.2)."""

HIDDEN = "•••"


def masked_email(email):
    """Return ``ivanov@mail.ru`` as ``i•••v@mail.ru``."""
    name, _at, domain = email.rpartition("@")
    shown = name[0] + HIDDEN + (name[-1] if len(name) > 2 else "")
    return f"{shown}@{domain}"


def masked_phone(phone):
    """Return ``+7 (495) 123-45-67`` as ``+7 ••• •••-••-67``; an empty string stays empty."""
    digits = [character for character in phone.partition("доб")[0] if character.isdigit()]
    return f"+7 {HIDDEN} {HIDDEN}-••-{''.join(digits[-2:])}" if len(digits) > 4 else (phone and HIDDEN)
