"""Is the owner of a certificate the person named in the letter, and does the certificate belong to the member?"""

from lk_addon.signatures.steps import Outcome, Step

_authorities = {}


def register_authority(name, function):
    """Add ``function(member, full_name, on) -> bool``: may this person act for the member on that day?

    Rooms that keep mandates register here. Raises ValueError when ``name`` is there already.
    """
    if name in _authorities:
        raise ValueError(f"authority {name!r} is registered twice")
    _authorities[name] = function


def folded(name):
    """Return a name without what does not count: case, ё, hyphens, doubled spaces, no-break spaces."""
    return " ".join(name.casefold().replace("ё", "е").replace("-", " ").replace("‑", " ").split())


def person_step(owner, signatory_name):
    """Compare surname and given names with the person named as signatory."""
    if not owner.surname:
        return Step("person", Outcome.FAILED, "В сертификате нет фамилии. Нужна подпись человека, а не печать.")
    if not signatory_name:
        return Step("person", Outcome.WARNING, "В письме не названо, кто подписал: сравнить не с кем.")
    if folded(owner.full_name) != folded(signatory_name):
        return Step(
            "person",
            Outcome.FAILED,
            "Сертификат выдан не тому, кто назван подписавшим. Исправьте имя подписавшего или подпишите другим "
            "сертификатом.",
        )
    return Step("person", Outcome.PASSED, "Фамилия, имя и отчество те же, что в письме.")


def organisation_step(owner, member):
    """Compare ИНН and ОГРН with the member's."""
    inn = owner.company_inn or (owner.inn if member.member_type == member.Type.IP else "")
    if not inn and not owner.ogrn:
        return Step(
            "organisation",
            Outcome.UNKNOWN,
            "Сертификат физического лица: полномочия по машиночитаемой доверенности проверит сотрудник СРО.",
        )
    if inn and inn != member.inn:
        return Step(
            "organisation",
            Outcome.FAILED,
            "Сертификат выдан на другую организацию: ИНН в нём не тот, что в реестре СРО. Подпишите сертификатом "
            "своей организации.",
        )
    if owner.ogrn and member.ogrn and owner.ogrn != member.ogrn:
        return Step(
            "organisation",
            Outcome.FAILED,
            "ОГРН в сертификате не тот, что в реестре СРО. Если он изменился, сообщите в СРО.",
        )
    return Step("organisation", Outcome.PASSED, "Сертификат выдан на этого члена СРО.")


def authority_step(owner, member, on):
    """Look for the person among the heads of that day and among those with a mandate; staff decide on others."""
    name = folded(owner.full_name)
    if any(folded(head.full_name) == name for head in member.current_heads(on)):
        return Step("authority", Outcome.PASSED, "Подписал руководитель по реестру СРО.")
    if any(function(member, owner.full_name, on) for function in _authorities.values()):
        return Step("authority", Outcome.PASSED, "Подписал представитель с действующими полномочиями.")
    return Step(
        "authority",
        Outcome.WARNING,
        "Подписавший не значится в реестре СРО руководителем, и его полномочий в СРО нет: сотрудник СРО может "
        "попросить доверенность.",
    )
