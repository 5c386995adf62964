"""Many new entries at once, for imports: what :func:`membership.register_member` does, a few queries a batch."""

from django.db import transaction

from cms.audit import domain as audit
from lk_addon.registry.history import snapshot
from lk_addon.registry.models import Member, MemberHead, RegistryChange
from lk_addon.registry.public.rows import refresh_rows

BATCH = 1000


@transaction.atomic
def register_members(*, members, actor, ground):
    """Store new entries with their heads; the caller has checked them field by field.

    One line of the journal names them all. A number or an acting ИНН that is taken raises IntegrityError, and
    nothing is stored.
    """
    members = list(members)
    if not members:
        return []
    heads = {id(member): list(member.heads.all()) for member in members}
    for member in members:
        member.derive_fields()
    Member.objects.bulk_create(members, batch_size=BATCH)
    MemberHead.objects.bulk_create(_heads(members, heads), batch_size=BATCH)
    RegistryChange.objects.bulk_create([_change(member, actor, ground) for member in members], batch_size=BATCH)
    refresh_rows(members, are_new=True)
    audit.record(
        "member.registered_together",
        actor=actor,
        document=ground,
        count=len(members),
        changed=[member.registration_number for member in members],
    )
    return members


def _heads(members, heads):
    for member in members:
        for head in heads[id(member)]:
            head.member = member
            yield head


def _change(member, actor, ground):
    return RegistryChange(
        member=member,
        kind=RegistryChange.Kind.REGISTERED,
        entered_on=member.registered_at,
        ground=ground[:300],
        new=snapshot(member),
        recorded_by=actor,
    )
