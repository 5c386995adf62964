"""What follows for access when the register changes."""

from django.dispatch import receiver

from lk_addon.accounts.domain.invitations import revoke_invitations
from lk_addon.accounts.models import Invitation
from lk_addon.registry.signals import member_excluded


@receiver(member_excluded)
def close_links(member, **kwargs):
    """Close the activation links of a member whose membership is over (REQ-1.4).

    Sessions and sign-in need nothing: each request asks whether the member acts.
    So does a link, which covers an exclusion whose date is still to come.
    """
    if not member.is_acting():
        revoke_invitations(Invitation.objects.filter(mandate__member=member))
