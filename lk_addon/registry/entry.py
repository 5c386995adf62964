"""An entry of the register as pages show it: labels from the model, values in words."""

from django.utils.formats import date_format

from lk_addon.registry.models import Member

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


def entry_rows(member):
    """Return (label, value) pairs of ``member`` in three groups; what its type does not have is left out."""
    skipped = ONLY_LEGAL if member.member_type == Member.Type.IP else ONLY_IP
    groups = {"identity": IDENTITY, "membership": MEMBERSHIP, "contacts": CONTACTS}
    rows = {group: [_row(member, name) for name in names if name not in skipped] for group, names in groups.items()}
    rows["membership"].insert(0, ("Статус", member.status_title))
    return rows


def _row(member, name):
    field = Member._meta.get_field(name)
    value = getattr(member, name)
    if field.choices:
        value = getattr(member, f"get_{name}_display")()
    elif value and field.get_internal_type() == "DateField":
        value = date_format(value, "j E Y г.")
    label = field.verbose_name
    return label[0].upper() + label[1:], value
