"""What closes together with access: links that open it and letters that have not left (REQ-1.4, REQ-2.4).

Sessions need nothing here: every request asks whether its user may be inside.
"""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from post_office.models import STATUS, Email

from lk_addon.accounts.domain.invitations import revoke_invitations
from lk_addon.accounts.models import Invitation, Mandate
from lk_addon.accounts.rules import may_enter

LOOK_BACK = timedelta(days=7)  # for days on which the clock's work was not done


def close_ways_in(mandates):
    """Close the activation links of ``mandates``; hold back letters to those of their people who may enter nowhere."""
    revoke_invitations(Invitation.objects.filter(mandate__in=mandates))
    shut_out = [mandate.user.email for mandate in mandates.select_related("user") if not may_enter(mandate.user)]
    waiting = Email.objects.filter(to__in=shut_out, status__in=[STATUS.queued, STATUS.requeued])
    waiting.update(expires_at=timezone.now())


def close_what_ended(today=None):
    """Close the ways in of those whose access ended by the clock: a term that is over, a dated exclusion (REQ-1.4).

    Whoever tries is refused without this, too: it keeps letters that wait from leaving.
    """
    today = today or timezone.localdate()
    over = Q(valid_to__lt=today, valid_to__gte=today - LOOK_BACK) | Q(
        member__terminated_at__lte=today, member__terminated_at__gte=today - LOOK_BACK
    )
    close_ways_in(Mandate.objects.filter(over))
