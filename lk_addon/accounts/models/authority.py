"""What a representative's authority rests on, and what it lets them do."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models


class Basis(models.TextChoices):
    """The document behind the authority."""

    HEAD = "head", "руководитель по реестру"
    ORDER = "order", "приказ"
    POWER = "power", "доверенность"
    MCHD = "mchd", "машиночитаемая доверенность (МЧД)"


class Permission(models.TextChoices):
    """What a representative may do in the member's cabinet."""

    SEE = "see", "видеть сведения организации"
    SUBMIT = "submit", "подавать обращения и документы"
    SIGN = "sign", "подписывать документы"
    VOTE = "vote", "голосовать на собраниях"
    MANAGE = "manage", "управлять доступом коллег"


#: What a head may do: everything.
ALL_PERMISSIONS = frozenset(Permission.values)


def usual_permissions():
    """Return what a representative gets unless the application says otherwise."""
    return [Permission.SEE.value, Permission.SUBMIT.value]


def in_order(permissions):
    """Return ``permissions`` without repetition, in the order in which screens list them."""
    return [value for value in Permission.values if value in set(permissions)]


def in_words(permissions):
    """Return ``permissions`` as one line for people."""
    return ", ".join(Permission(value).label for value in in_order(permissions))


def check_basis(basis, number, date):
    """Raise ValidationError by field where the document behind the authority is not named as its kind demands.

    A machine-readable power of attorney has a GUID for its number (НомДовер).
    """
    errors = {}
    if basis != Basis.HEAD:
        if not number:
            errors["basis_number"] = "Укажите номер документа."
        if not date:
            errors["basis_date"] = "Укажите дату документа."
    if basis == Basis.MCHD and number:
        try:
            UUID(number)
        except ValueError:
            errors["basis_number"] = (
                "Номер МЧД состоит из 32 цифр и латинских букв a–f, например 3f2504e0-4f89-41d3-9a0c-0305e82c3301."
            )
    if errors:
        raise ValidationError(errors)
