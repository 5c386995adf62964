"""What closes together with access: links that open it or move it elsewhere, letters that have not left, sessions.

REQ-1.4, REQ-2.4. Every request asks whether its user may be inside; what is closed here is what would wake
once the user may again. Rows are locked in one order everywhere: mandates, their people, links.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from post_office.models import STATUS, Email

from cms.users.domain import end_all_sessions
from cms.users.models import User
from lk_addon.accounts.domain.contacts import revoke_email_changes
from lk_addon.accounts.domain.invitations import revoke_invitations
from lk_addon.accounts.models import Invitation, Mandate
from lk_addon.accounts.rules import may_enter, may_sign_in
from lk_addon.accounts.signals import ways_closed

LOOK_BACK = timedelta(days=7)  # for days on which the clock's work was not done


def close_ways_in(mandates):
    """Close the links of ``mandates``, and what is on its way to those of their people who may enter nowhere now.

    That is letters that wait, and a wish for another address: else its link would give the account away on the
    day on which the person is let in again.
    """
    people = _people(mandates)
    ways_closed.send(sender=Mandate, mandates=mandates)
    revoke_invitations(Invitation.objects.filter(mandate__in=mandates))
    shut_out = [user for user in people if not may_enter(user)]
    revoke_email_changes(shut_out)
    addresses = [user.email for user in shut_out]
    waiting = Email.objects.filter(to__in=addresses, status__in=[STATUS.queued, STATUS.requeued])
    waiting.update(expires_at=timezone.now())


def end_sessions_of_shut_out(mandates):
    """End the sessions of those people of ``mandates`` whom no door lets in: one that sleeps must not wake later."""
    for user in _people(mandates):
        if not may_sign_in(user):
            end_all_sessions(user)


@transaction.atomic
def close_what_ended(today=None):
    """Close the ways in of those whose access ended by the clock: a term that is over, a dated exclusion (REQ-1.4).

    Whoever tries is refused without this, too: it keeps letters that wait from leaving.
    """
    today = today or timezone.localdate()
    over = Q(valid_to__lt=today, valid_to__gte=today - LOOK_BACK) | Q(
        member__terminated_at__lte=today, member__terminated_at__gte=today - LOOK_BACK
    )
    close_ways_in(Mandate.objects.filter(over))


def _people(mandates):
    """Return whom ``mandates`` are of, locked in one order."""
    holders = User.objects.filter(pk__in=mandates.values("user"))
    return list(holders.select_for_update(no_key=True).order_by("pk"))
