"""Which letters somebody wants: chosen in the cabinet, or refused by the link in a letter."""

from django.db import transaction
from django.utils import timezone

from cms.audit import domain as audit
from cms.users.models import User
from lk_addon.accounts.models import Consent
from lk_addon.mailings.models import OPTIONAL, OptOut
from lk_addon.mailings.queries import wanted_categories


@transaction.atomic
def choose_categories(*, user, categories, ip_address, user_agent):
    """Let ``user`` get letters of ``categories`` and of no other optional one (REQ-4.8, REQ-6.5).

    The first wish gives the consent to information letters, refusing the last withdraws it.
    """
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    wanted, had = set(categories) & set(OPTIONAL), wanted_categories(user)
    if wanted == had:
        return
    consents = Consent.objects.filter(user=user, kind=Consent.Kind.INFORMATION, withdrawn_at=None)
    if wanted and not consents.exists():
        Consent.objects.create(
            user=user, kind=Consent.Kind.INFORMATION, ip_address=ip_address, user_agent=user_agent[:500]
        )
    if not wanted:
        consents.update(withdrawn_at=timezone.now(), withdrawn_ip_address=ip_address)
    OptOut.objects.filter(user=user, category__in=wanted).delete()
    refused = set(OPTIONAL) - wanted
    OptOut.objects.bulk_create((OptOut(user=user, category=category) for category in refused), ignore_conflicts=True)
    audit.record("mail_wishes.changed", actor=user, obj=user, wanted=sorted(wanted), before=sorted(had))


@transaction.atomic
def refuse_category(*, user, category):
    """Stop letters of one category by the link in a letter: no sign-in, and doing it twice changes nothing."""
    _row, created = OptOut.objects.get_or_create(user=user, category=category)
    if created:
        audit.record("mail_wishes.refused", actor=user, obj=user, category=category)
