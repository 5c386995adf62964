"""The public card of a member, and what higher rooms add to it.

The register knows neither inspections nor insurance. Rooms that do register their part in ``lk_setup.py``.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from lk_addon.registry.models.member import Member
from lk_addon.registry.periods import live
from lk_addon.registry.public import fields
from lk_addon.registry.queries import contributions_of, levels_on, rights_on


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
        "rights": rights_on(member),
        "funds": _funds(member),
        "history": _history(member),
        "other_entries": _other_entries(member),
        "sections": _rendered(member),
    }


def _funds(member):
    """Return (fund, level or None, contributions) of each fund that the member has to do with."""
    paid = list(contributions_of(member))
    funds = [(fund, level, [one for one in paid if one.fund == fund]) for fund, level in levels_on(member).items()]
    return [(fund, level, sums) for fund, level, sums in funds if level or sums]


def _history(member):
    """Return (day, what happened, document) from the admission on, the latest first."""
    decided = ", ".join(filter(None, [member.admission_body, _minutes(member)]))
    events = [(member.registered_at, "Внесён в реестр", decided)]
    events += [
        (one.effective_from, f"{one.get_kind_display()}: {one.get_category_display()}", one.document)
        for one in live(member.right_decisions.all())
    ]
    if not member.is_acting():
        events.append((member.terminated_at, member.get_termination_ground_display(), member.termination_document))
    events = [event for event in events if event[0] <= timezone.localdate()]
    return sorted(events, key=lambda event: event[0], reverse=True)


def _minutes(member):
    number, day = member.admission_protocol_no, member.admission_date
    return f"протокол №\u00a0{number}" + (f" от {day:%d.%m.%Y}" if day else "") if number else ""


def _rendered(member):
    ordered = sorted(_sections.values(), key=lambda section: section.order)
    return [(section, given) for section in ordered if (given := section.context(member)) is not None]


def _other_entries(member):
    """Entries of the same ИНН: somebody who left and came back has two."""
    return list(Member.objects.public().filter(inn=member.inn).exclude(pk=member.pk).order_by("-registered_at"))
