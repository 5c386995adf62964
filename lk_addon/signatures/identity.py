"""Is the owner of a certificate the person named in the letter, and does the certificate belong to the member?"""

from dataclasses import dataclass

from lk_addon.signatures.steps import Outcome, Step

_authorities = {}


@dataclass(frozen=True)
class Authority:
    """By what somebody may act for a member, in words; ``doubt``: what nobody has made sure of yet."""

    text: str
    doubt: str = ""


def register_authority(name, function):
    """Add ``function(member, owner, on) -> Authority | None``: by what may this owner act for the member that day?

    Rooms that keep mandates register here. Raises ValueError when ``name`` is there already.
    """
    if name in _authorities:
        raise ValueError(f"authority {name!r} is registered twice")
    _authorities[name] = function


def authority_of(owner, member, on):
    """Return the first :class:`Authority` without a doubt, else the first of all, None where there is none."""
    found = [one for one in (function(member, owner, on) for function in _authorities.values()) if one]
    return min(found, key=lambda one: bool(one.doubt), default=None)


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


def organisation_step(owner, member, authority):
    """Compare ИНН and ОГРН with the member's; a certificate of a person wants the ``authority`` (63-ФЗ, ст. 17.2)."""
    inn = owner.company_inn or (owner.inn if member.member_type == member.Type.IP else "")
    is_persons = not owner.company_inn and not owner.ogrn and inn != member.inn
    if is_persons and authority:
        return Step("organisation", *_by_power("Сертификат физического лица", authority))
    if is_persons and not inn:
        return Step(
            "organisation",
            Outcome.UNKNOWN,
            "Сертификат физического лица, а действующей машиночитаемой доверенности на этого человека в СРО нет. "
            "Передайте её в СРО; до этого полномочия проверит сотрудник.",
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


def authority_step(owner, member, on, authority):
    """Look for the person among the heads of that day, then at the ``authority``; staff decide on others."""
    name = folded(owner.full_name)
    if any(folded(head.full_name) == name for head in member.current_heads(on)):
        return Step("authority", Outcome.PASSED, "Подписал руководитель по реестру СРО.")
    if authority:
        return Step("authority", *_by_power("Подписал представитель", authority))
    return Step(
        "authority",
        Outcome.WARNING,
        "Подписавший не значится в реестре СРО руководителем, и его полномочий в СРО нет: сотрудник СРО может "
        "попросить доверенность.",
    )


def _by_power(who, authority):
    """Return how a step ends that rests on an authority, and its words."""
    if authority.doubt:
        return Outcome.WARNING, f"{who}: {authority.text} {authority.doubt}"
    return Outcome.PASSED, f"{who}: {authority.text}"
