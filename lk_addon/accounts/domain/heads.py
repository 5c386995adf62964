"""What follows for the access of a head when the register says that another acts (REQ-1.1.e, REQ-2.1.e).

Why so: docs/decisions, «Former heads».
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from cms.audit import domain as audit
from lk_addon.accounts import letters
from lk_addon.accounts.domain.mandates import HEAD_CHANGED, suspend_mandate
from lk_addon.accounts.heads import folded, folded_in_database
from lk_addon.accounts.models import Mandate
from lk_addon.accounts.queries import mandates_of_former_heads, staff_with
from lk_addon.cabinet.letters import queue_letter
from lk_addon.registry.models import MemberHead


@audit.act()
def follow_register(*, member, before, after):
    """Suspend the mandates of those whom the register named as heads of ``member`` and who are none any more.

    ``before`` and ``after`` are the names that the entry had and has, with those whose authority is over. Where
    they differ, what staff had confirmed was about the heads of then: it is asked again.
    """
    before, after = ({folded(name) for name in names} for names in (before, after))
    if before != after:
        Mandate.objects.filter(member=member).update(head_confirmed_at=None)
    for mandate in mandates_of_former_heads().filter(member=member, suspended_at=None):
        if folded(mandate.user.get_full_name()) in before:
            _suspend(mandate)


def follow_clock(today=None):
    """Suspend the mandates of those whose authority, by the register's own dates, is over while another acts."""
    today = today or timezone.localdate()
    over = MemberHead.objects.annotate(name=folded_in_database("full_name")).filter(
        member=OuterRef("member"), name=OuterRef("holder"), until__lt=today
    )
    for mandate in mandates_of_former_heads(today).filter(Exists(over), suspended_at=None):
        _suspend(mandate)


@transaction.atomic
def confirm_head(*, mandate, actor):
    """Store that staff made sure: the representative heads the member, though the register writes the name otherwise.

    Raises ValidationError for a mandate that rests on something else or was revoked.
    """
    mandate = Mandate.objects.select_for_update(no_key=True, of=("self",)).select_related("member").get(pk=mandate.pk)
    if not mandate.is_head or mandate.revoked_at:
        raise ValidationError("Это полномочие не опирается на должность руководителя.", code="basis")
    mandate.head_confirmed_at = timezone.now()
    mandate.save(update_fields=["head_confirmed_at"])
    audit.record("mandate.head_confirmed", actor=actor, obj=mandate, login=mandate.login_label)
    return mandate


@audit.act()
def _suspend(mandate):
    """Suspend, and tell the staff who decide what becomes of it."""
    suspend_mandate(mandate=mandate, actor=None, because=HEAD_CHANGED)
    for employee in staff_with("accounts.arrange_mandate"):
        queue_letter(letters.HEAD_CHANGED_STAFF, to=employee.email, context={"mandate": mandate.pk})
