"""A password that became known to others (REQ-2.1.b, регламент п. 2.1)."""

from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cms.audit import domain as audit
from cms.core.frame import frame
from lk_addon.accounts import letters
from lk_addon.accounts.models import PasswordDisclosure
from lk_addon.cabinet.letters import queue_letter

HANDLERS = "accounts.handle_passworddisclosure"


@transaction.atomic
def report_disclosure(*, user, entrance, ip_address):
    """Store the word of ``user`` that others know the password, and tell the staff who deal with it by letter.

    Changing the password, which ends the other sessions, is the caller's part of the same transaction.
    """
    disclosure = PasswordDisclosure.objects.create(
        user=user, member=entrance.member, login_label=entrance.login_label, ip_address=ip_address
    )
    for address in _addresses():
        queue_letter(letters.PASSWORD_DISCLOSED, to=address, context={"login": disclosure.login_label})
    audit.record("disclosure.reported", actor=user, obj=disclosure, login=disclosure.login_label)
    return disclosure


@transaction.atomic
def handle_disclosure(*, disclosure, outcome, actor):
    """Write down what was done. Raises ValidationError when somebody else has already."""
    disclosure = PasswordDisclosure.objects.select_for_update(no_key=True, of=("self",)).get(pk=disclosure.pk)
    if disclosure.handled_at:
        raise ValidationError("Сообщение уже разобрано.", code="handled")
    disclosure.handled_at = timezone.now()
    disclosure.handled_by = actor
    disclosure.outcome = outcome
    disclosure.save(update_fields=["handled_at", "handled_by", "outcome"])
    audit.record("disclosure.handled", actor=actor, obj=disclosure, login=disclosure.login_label)
    return disclosure


def _addresses():
    """Where the letter goes: to the staff who deal with it, else to the SRO's own address."""
    staff = ModelBackend().with_perm(HANDLERS, include_superusers=False).filter(is_staff=True)
    return sorted(set(staff.values_list("email", flat=True))) or list(filter(None, [frame().organization.email]))
