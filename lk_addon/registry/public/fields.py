"""Which fields of an entry are public: the one place where that is decided.

A field that is not named here appears on no public page, in no file, extract or program's answer.
Left out on purpose: КПП, e-mail and site (the law does not ask for them), and a sole proprietor's
``address``, which is a home (315-ФЗ ст. 7.1; 152-ФЗ).
"""

from dataclasses import dataclass

from django.utils.formats import date_format

from lk_addon.registry.models.member import Member

LEGAL = frozenset({Member.Type.LEGAL, Member.Type.FOREIGN})
PERSON = frozenset({Member.Type.IP})
EVERYBODY = LEGAL | PERSON


@dataclass(frozen=True)
class PublicField:
    """A public field of :class:`Member`, for members of some types; ``label`` replaces the model's own."""

    name: str
    types: frozenset = EVERYBODY
    label: str = ""

    def is_of(self, member):
        """Whether it is public of a member of this type."""
        return member.member_type in self.types

    def heading(self):
        """The label, with a capital letter."""
        label = self.label or Member._meta.get_field(self.name).verbose_name
        return label[0].upper() + label[1:]

    def text(self, member):
        """The value in words; empty where there is none or where it is not public."""
        if not self.is_of(member):
            return ""
        value = getattr(member, self.name)
        field = Member._meta.get_field(self.name)
        if field.choices:
            return getattr(member, f"get_{self.name}_display")()
        if value and field.get_internal_type() == "DateField":
            return date_format(value, "j E Y г.")
        return value or ""


IDENTITY = (
    PublicField("full_name"),
    PublicField("short_name"),
    PublicField("member_type"),
    PublicField("inn"),
    PublicField("ogrn"),
    PublicField("state_registration_date"),
)
PLACE = (
    PublicField("address", LEGAL, "адрес места нахождения"),
    PublicField("activity_address", PERSON),
    PublicField("phones"),
)
MEMBERSHIP = (
    PublicField("registration_number", label="номер в реестре членов"),
    PublicField("unified_number"),
    PublicField("registered_at"),
    PublicField("admission_body"),
    PublicField("admission_protocol_no"),
    PublicField("admission_date"),
    PublicField("admission_effective_date"),
    PublicField("compliance"),
)
TERMINATION = (
    PublicField("terminated_at", label="дата прекращения"),
    PublicField("termination_ground", label="основание"),
    PublicField("termination_document", label="документ"),
)
GROUPS = {"identity": IDENTITY, "place": PLACE, "membership": MEMBERSHIP}


def region_of(member):
    """Return the region that may be told: a sole proprietor's would be the region of a home."""
    return member.address_region if member.member_type in LEGAL else ""


def public_rows(member, fields):
    """Return (label, value) of those ``fields`` that are public of ``member`` and have a value."""
    return [(field.heading(), text) for field in fields if (text := field.text(member))]
