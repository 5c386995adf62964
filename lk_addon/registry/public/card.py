"""The public card of a member, and what higher rooms add to it.

The register knows neither inspections nor insurance. Rooms that do register their part in ``lk_setup.py``.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured

from lk_addon.registry.models.member import Member
from lk_addon.registry.public import fields


@dataclass(frozen=True)
class CardSection:
    """A part of the card: ``context(member)`` gives what ``template`` needs, or None to leave the part out.

    ``name`` is its fragment in the address. What it shows must be public by law.
    """

    name: str
    title: str
    template: str
    context: Callable
    order: int = 100


_sections = {}


def register_section(section):
    """Add a part to every card. Raises ImproperlyConfigured for a name already taken."""
    if _sections.setdefault(section.name, section) != section:
        raise ImproperlyConfigured(f"The section {section.name} of the public card is registered twice.")


def context(member):
    """Return what the card shows of ``member``."""
    return {
        "member": member,
        "facts": {group: fields.public_rows(member, names) for group, names in fields.GROUPS.items()},
        "termination": fields.public_rows(member, fields.TERMINATION) if not member.is_acting() else [],
        "heads": member.current_heads(),
        "other_entries": _other_entries(member),
        "sections": _rendered(member),
    }


def _rendered(member):
    ordered = sorted(_sections.values(), key=lambda section: section.order)
    return [(section, given) for section in ordered if (given := section.context(member)) is not None]


def _other_entries(member):
    """Entries of the same ИНН: somebody who left and came back has two."""
    return list(Member.objects.filter(inn=member.inn).exclude(pk=member.pk).order_by("-registered_at"))
