"""Keeping the rows of the public register in step with the entries they are made of."""

from collections import defaultdict
from datetime import timedelta
from itertools import islice

from django.db.models import F, Q
from django.utils import timezone

from cms.core import pagecache
from lk_addon.registry.models.levels import MemberLevel
from lk_addon.registry.models.member import Member
from lk_addon.registry.models.register_row import RegisterRow
from lk_addon.registry.models.rights import OBJECT_CATEGORIES, Category, RightState, WorkRight
from lk_addon.registry.public.fields import region_of
from lk_addon.registry.public.numbers import forms_of, sort_key
from lk_addon.registry.public.words import words_of

BATCH = 1000
DAY = timedelta(days=1)
_WRITTEN = [field.name for field in RegisterRow._meta.concrete_fields if not field.primary_key and not field.generated]


def refresh_rows(members, *, are_new=False):
    """Write the rows of these entries anew, and let public pages know.

    Three queries for each thousand; one for entries that ``are_new``, which have no rights nor levels yet. An entry
    made by mistake has no row: nobody outside is shown it.
    """
    today = timezone.localdate()
    members = iter(members)
    while taken := list(islice(members, BATCH)):
        if mistaken := [member for member in taken if member.is_mistaken]:
            RegisterRow.objects.filter(member__in=mistaken).delete()
        batch = [member for member in taken if not member.is_mistaken]
        rights = defaultdict(list) if are_new else _terms(WorkRight, batch, today)
        levels = defaultdict(list) if are_new else _terms(MemberLevel, batch, today)
        RegisterRow.objects.bulk_create(
            [_row(member, rights[member.pk], levels[member.pk], today) for member in batch],
            update_conflicts=True,
            unique_fields=["member"],
            update_fields=_WRITTEN,
        )
        pagecache.clear()


def catch_up():
    """Write the rows that nobody's act has written. Returns how many there were.

    Those of entries stored in bulk, without a signal: the row is missing or older than its entry. And those for
    which a day has come: a term of a right or of a level has begun or ended.
    """
    behind = Member.objects.public().filter(
        Q(register_row=None)
        | Q(register_row__changed_at__lt=F("updated_at"))
        | Q(register_row__turns_on__lte=timezone.localdate())
    )
    number = behind.count()
    if number:
        refresh_rows(behind.order_by("pk").iterator(BATCH))
    return number


def _terms(model, members, today):
    """Return, by member, the rows of ``model`` that are in force or still to come."""
    terms = defaultdict(list)
    for row in model.objects.filter(Q(until=None) | Q(until__gte=today), member__in=members):
        terms[row.member_id].append(row)
    return terms


def _row(member, rights, levels, today):
    short, full = words_of(member.short_name), words_of(member.full_name)
    row = RegisterRow(
        member=member,
        name_key=member.sort_name[:200],
        number_key=sort_key(member.registration_number),
        words=" ".join(short if short == full else short + full),
        numbers=forms_of(member),
        region=region_of(member),
        registered_at=member.registered_at,
        terminated_at=member.terminated_at,
        is_compliant=member.compliance == Member.Compliance.YES,
        turns_on=_next_turn(member, rights + levels, today),
    )
    if member.is_acting(today):
        _set_rights(row, {right.category: right.state for right in rights if right.since <= today})
        for level in levels:
            if level.since <= today:
                setattr(row, f"{level.fund}_level", level.number)
        restricted = any(right.category == Category.COMPETITIVE for right in rights if right.since <= today)
        may_build = row.has_simple or row.has_dangerous or row.has_nuclear
        row.has_competitive = may_build and row.odo_level is not None and not restricted
    return row


def _set_rights(row, states):
    for category in OBJECT_CATEGORIES:
        setattr(row, f"has_{category}", states.get(category) == RightState.ACTIVE)
    row.is_suspended = RightState.SUSPENDED in states.values()


def _next_turn(member, terms, today):
    """Return the next day on which something here begins, or is over; None when nothing is due."""
    days = [term.since for term in terms] + [term.until + DAY for term in terms if term.until]
    return min((day for day in [*days, member.terminated_at] if day and day > today), default=None)
