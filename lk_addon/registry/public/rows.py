"""Keeping the rows of the public register in step with the entries they are made of."""

from itertools import islice

from django.db.models import F, Q

from cms.core import pagecache
from lk_addon.registry.models.member import Member
from lk_addon.registry.models.register_row import RegisterRow
from lk_addon.registry.public.numbers import forms_of, sort_key
from lk_addon.registry.public.words import words_of

BATCH = 1000
_WRITTEN = [field.name for field in RegisterRow._meta.concrete_fields if not field.primary_key and not field.generated]


def refresh_rows(members):
    """Write the rows of these entries anew, and let public pages know; a few queries for each thousand."""
    members = iter(members)
    while batch := list(islice(members, BATCH)):
        RegisterRow.objects.bulk_create(
            [_row(member) for member in batch],
            update_conflicts=True,
            unique_fields=["member"],
            update_fields=_WRITTEN,
        )
        pagecache.clear()


def catch_up():
    """Write the rows of entries that were stored in bulk, without a signal. Returns how many there were.

    An entry's time of change tells: its row is missing or older.
    """
    behind = Member.objects.filter(Q(register_row=None) | Q(register_row__changed_at__lt=F("updated_at")))
    number = behind.count()
    if number:
        refresh_rows(behind.order_by("pk").iterator(BATCH))
    return number


def _row(member):
    short, full = words_of(member.short_name), words_of(member.full_name)
    return RegisterRow(
        member=member,
        name_key=member.sort_name[:200],
        number_key=sort_key(member.registration_number),
        words=" ".join(short if short == full else short + full),
        numbers=forms_of(member),
        registered_at=member.registered_at,
        terminated_at=member.terminated_at,
        is_compliant=member.compliance == Member.Compliance.YES,
    )
