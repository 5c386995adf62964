"""Reading a machine-readable power of attorney: the form EMCHD_1 (приказ Минцифры № 857 of 18.08.2021)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.core.exceptions import ValidationError

ROOT = "Доверенность"
NAMESPACE = "urn://x-artefacts/EMCHD_1"
MAX_SIZE = 1024 * 1024  # bytes; a real one has ten thousand
NOT_ONE = (
    "Это не машиночитаемая доверенность в формате EMCHD_1. Приложите файл XML, который выгрузила программа или "
    "сайт ФНС, не меняя его."
)
DELEGATED = "Доверенность выдана в порядке передоверия: такие пока принимаются только на бумаге."


@dataclass(frozen=True)
class Representative:
    """One of those whom it names."""

    full_name: str
    inn: str
    snils: str


@dataclass(frozen=True)
class Read:
    """What it says."""

    number: UUID
    issued_on: date
    valid_to: date
    principal_inn: str
    principal_ogrn: str
    representatives: tuple
    powers: str


def read_power(data):
    """Return the :class:`Read` of the XML in the bytes ``data``. Raises ValidationError for whatever is none."""
    if len(data) > MAX_SIZE:
        raise ValidationError("Файл слишком велик для доверенности.", code="size")
    try:
        root = fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise ValidationError("В XML есть DTD или сущности: так доверенности не составляют.", code="dtd") from error
    except (ParseError, ValueError, LookupError) as error:
        raise ValidationError("XML повреждён и не читается.", code="broken") from error
    if root.tag != f"{{{NAMESPACE}}}{ROOT}":
        raise ValidationError(NOT_ONE, code="kind")
    return _read(root)


def _read(root):
    body = _first(root, "Довер")
    if body is None:
        delegated = any(_name(element).startswith(("Передов", "ПередПолн")) for element in root.iter())
        raise ValidationError(DELEGATED if delegated else NOT_ONE, code="kind")
    about, principal = _first(body, "СвДов"), _first(body, "СвДоверит")
    if about is None or principal is None:
        raise ValidationError(NOT_ONE, code="kind")
    read = Read(
        number=_number(about.get("НомДовер", "")),
        issued_on=_day(about, "ДатаВыдДовер"),
        valid_to=_day(about, "СрокДейст"),
        principal_inn=_attribute(principal, "ИННЮЛ") or _attribute(principal, "ИННФЛ"),
        principal_ogrn=_attribute(principal, "ОГРН") or _attribute(principal, "ОГРНИП"),
        representatives=tuple(_representatives(body)),
        powers="\n".join(_powers(body)),
    )
    if not (read.principal_inn and read.representatives and read.powers):
        raise ValidationError(NOT_ONE, code="kind")
    return read


def _name(element):
    return element.tag.rpartition("}")[2]


def _first(element, name):
    return next((one for one in element.iter() if _name(one) == name), None)


def _attribute(element, name):
    return next((one.get(name).strip() for one in element.iter() if one.get(name)), "")


def _number(text):
    try:
        return UUID(text)
    except ValueError as error:
        raise ValidationError(NOT_ONE, code="number") from error


def _day(element, name):
    try:
        return date.fromisoformat(element.get(name, ""))
    except ValueError as error:
        raise ValidationError(f"В доверенности нет даты «{name}».", code="date") from error


def _representatives(body):
    for one in body.iter():
        if _name(one) == "СвУпПред":
            named = _first(one, "ФИО")
            if named is not None:
                parts = (named.get(part, "").strip() for part in ("Фамилия", "Имя", "Отчество"))
                name = " ".join(part for part in parts if part)
                yield Representative(name, _attribute(one, "ИННФЛ"), _attribute(one, "СНИЛС"))


def _powers(body):
    for one in body.iter():
        if _name(one) == "ТекстПолн" and (one.text or "").strip():
            yield one.text.strip()
        elif _name(one) == "МашПолн":
            told = (one.get(name, "").strip() for name in ("КодПолн", "НаимПолн"))
            yield " ".join(part for part in told if part)
