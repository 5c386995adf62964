"""An entry of the register as pages show it: labels from the model, values in words."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format

from lk_addon.registry.models import Member, MemberHead

IDENTITY = ("full_name", "short_name", "member_type", "inn", "ogrn", "kpp", "state_registration_date")
MEMBERSHIP = (
    "registration_number",
    "unified_number",
    "registered_at",
    "admission_body",
    "admission_protocol_no",
    "admission_date",
    "admission_effective_date",
    "compliance",
)
CONTACTS = ("address", "activity_address", "phones", "email", "website")
ONLY_LEGAL, ONLY_IP = {"kpp"}, {"activity_address"}


TERMINATION = ("terminated_at", "termination_ground", "termination_document")
NOTHING = "—"


@dataclass(frozen=True)
class ChangedField:
    """What a change made of one part of an entry, in words."""

    label: str
    old: str
    new: str


def entry_rows(member, on=None):
    """Return (label, value) pairs of ``member`` in three groups; what its type does not have is left out.

    ``on`` is the day on which the status is told, today unless given.
    """
    skipped = ONLY_LEGAL if member.member_type == Member.Type.IP else ONLY_IP
    groups = {"identity": IDENTITY, "membership": MEMBERSHIP, "contacts": CONTACTS}
    rows = {group: [_row(member, name) for name in names if name not in skipped] for group, names in groups.items()}
    rows["membership"].insert(0, ("Статус", member.status_title_on(on)))
    if member.terminated_at:
        rows["membership"] += [_row(member, name) for name in TERMINATION]
    return rows


def changed_fields(change):
    """Return what a RegistryChange changed, field by field; the parts of an address are told as one line.

    The first version of an entry is told as a whole by its kind, not field by field.
    """
    if change.kind == change.Kind.REGISTERED:
        return []
    names = [name for name in change.new if not name.startswith("address_")]
    return [
        ChangedField(_label(name), _words(name, change.old.get(name)), _words(name, change.new[name])) for name in names
    ]


def head_words(head):
    """Return a head with the term of authority in one line; ``head`` is a MemberHead or what a version keeps of it."""
    kept = (
        head
        if isinstance(head, dict)
        else {name: getattr(head, name) for name in ("position", "full_name", "since", "until")}
    )
    since, until = (_day(kept[name]) for name in ("since", "until"))
    term = f"полномочия с {since}" + (f" по {until}" if until else "")
    return f"{kept['full_name']}, {kept['position']}, {term}"


def _row(member, name):
    return _label(name), _words(name, getattr(member, name))


def _label(name):
    label = MemberHead._meta.verbose_name_plural if name == "heads" else Member._meta.get_field(name).verbose_name
    return label[0].upper() + label[1:]


def _words(name, value):
    """Return a field's value, as the model or a version holds it, in words."""
    if name == "heads":
        return "; ".join(map(head_words, value or [])) or NOTHING
    field = Member._meta.get_field(name)
    if field.choices:
        return dict(field.flatchoices).get(value, "") or NOTHING
    if field.get_internal_type() == "DateField":
        return _day(value) or NOTHING
    return str(value or NOTHING)


def _day(value):
    if not value:
        return ""
    return date_format(date.fromisoformat(value) if isinstance(value, str) else value, "j E Y г.")
