"""Versions of an entry: what is kept of it, and the entry as it stood on a day."""

import json

from django.core.serializers.json import DjangoJSONEncoder

from lk_addon.registry.models import Member, MemberHead

#: Fields that follow from others or from the clock are not kept.
DERIVED = {"id", "sort_name", "unified_number", "updated_at"}
FIELDS = [field for field in Member._meta.concrete_fields if field.name not in DERIVED]
HEAD_FIELDS = ("position", "full_name", "since", "until")


def snapshot(member):
    """Return what the entry says, heads included, as JSON keeps it."""
    values = {field.name: getattr(member, field.attname) for field in FIELDS}
    heads = [{name: getattr(head, name) for name in HEAD_FIELDS} for head in member.heads.all()]
    values["heads"] = sorted(heads, key=lambda head: (head["since"], head["full_name"]))
    return json.loads(json.dumps(values, cls=DjangoJSONEncoder))


def difference(before, after):
    """Return the parts of two snapshots that differ: (old values, new values)."""
    names = [name for name in after if before.get(name) != after[name]]
    return {name: before.get(name) for name in names}, {name: after[name] for name in names}


def entry_on(member, day):
    """Return ``member`` as the register showed it at the end of that day, or None where it was not entered yet.

    The result is a copy without a place in the database: later changes are taken back one by one.
    """
    if day < member.registered_at:
        return None
    values = snapshot(member)
    for change in member.changes.filter(entered_on__gt=day).order_by("-entered_on", "-pk"):
        values |= change.old
    heads = values.pop("heads")
    copy = Member(**{field.attname: field.to_python(values[field.name]) for field in FIELDS})
    copy.heads = [
        MemberHead(**{name: MemberHead._meta.get_field(name).to_python(value) for name, value in head.items()})
        for head in heads
    ]
    copy.derive_fields()
    return copy
