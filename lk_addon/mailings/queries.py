"""Whom a mailing is for, and how far it has come."""

from django.db.models import Count, Exists, OuterRef, Q
from post_office.models import STATUS

from cms.users.models import User
from lk_addon.accounts.models import Consent
from lk_addon.accounts.queries import all_mandates_in_force
from lk_addon.mailings.models import OPTIONAL, Category, Delivery, OptOut
from lk_addon.registry.audience import members_addressed


def wanting(users, category):
    """Return those of ``users`` who get letters of ``category``.

    Service letters go to all. The others only to those whose consent to information letters stands
    and who have not refused the category (REQ-4.8, REQ-6.5).
    """
    if category == Category.SERVICE:
        return users
    consent = Consent.objects.filter(user=OuterRef("pk"), kind=Consent.Kind.INFORMATION, withdrawn_at=None)
    refusal = OptOut.objects.filter(user=OuterRef("pk"), category=category)
    return users.filter(Exists(consent), ~Exists(refusal))


def recipients(mailing):
    """Return the users who are to get ``mailing`` as things stand now: each once, for however many members."""
    mandates = all_mandates_in_force().filter(user=OuterRef("pk"), member__in=members_addressed(mailing))
    return wanting(User.objects.filter(Exists(mandates)), mailing.category)


def wanted_categories(user):
    """Return the optional categories whose letters ``user`` gets."""
    if not Consent.objects.filter(user=user, kind=Consent.Kind.INFORMATION, withdrawn_at=None).exists():
        return set()
    return set(OPTIONAL) - set(OptOut.objects.filter(user=user).values_list("category", flat=True))


def progress(mailing):
    """Return counts of a mailing: total, waiting, queued, skipped, and what the post says of the queued ones."""
    return mailing.deliveries.aggregate(
        total=Count("pk"),
        waiting=Count("pk", filter=Q(state=Delivery.State.WAITING)),
        queued=Count("pk", filter=Q(state=Delivery.State.QUEUED)),
        skipped=Count("pk", filter=Q(state=Delivery.State.SKIPPED)),
        sent=Count("pk", filter=Q(letter__status=STATUS.sent)),
        failed=Count("pk", filter=Q(letter__status=STATUS.failed)),
    )
