"""Consents: given with their proof, withdrawn with what follows (REQ-2.1, REQ-2.2, REQ-L.1; 152-ФЗ ст. 9)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cms.audit import domain as audit
from cms.users.domain import end_all_sessions
from cms.users.models import User
from lk_addon.accounts import letters
from lk_addon.accounts.domain.mandates import revoke_mandate
from lk_addon.accounts.domain.proofs import store_consents
from lk_addon.accounts.models import Consent, Mandate
from lk_addon.accounts.queries import staff_with
from lk_addon.cabinet.letters import queue_letter


@transaction.atomic
def agree(*, user, consents, ip_address, user_agent):
    """Store that ``user`` agreed to editions that came into force after the last ones (REQ-2.2).

    ``consents`` are pairs of kind and edition.
    """
    store_consents(user=user, consents=consents, ip_address=ip_address, user_agent=user_agent)
    audit.record(
        "consent.given",
        actor=user,
        obj=user,
        consents=[{"kind": kind, "edition": edition.pk} for kind, edition in consents],
    )


@audit.act()
def withdraw_personal_data(*, user, login_label, ip_address):
    """Take back the consent to the processing of personal data (152-ФЗ ст. 9 ч. 2).

    Without it there can be no account: every mandate ends for good, sessions and links die
    with it, the department is told by letter. Coming back takes a new application.
    Raises ValidationError when there is no such consent to take back.
    """
    mandates = list(Mandate.objects.select_for_update(no_key=True).filter(user=user, revoked_at=None).order_by("pk"))
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    given = Consent.objects.filter(user=user, kind=Consent.Kind.PERSONAL_DATA, withdrawn_at=None)
    withdrawn = given.update(withdrawn_at=timezone.now(), withdrawn_ip_address=ip_address)
    if not withdrawn:
        raise ValidationError("Согласия, которое можно отозвать, нет.", code="none")
    for mandate in mandates:
        revoke_mandate(mandate=mandate, actor=user, because=Mandate.Ending.CONSENT)
    end_all_sessions(user)
    for employee in staff_with("accounts.decide_accessapplication"):
        queue_letter(letters.CONSENT_WITHDRAWN, to=employee.email, context={"login": login_label})
    audit.record("consent.withdrawn", actor=user, obj=user, kind=Consent.Kind.PERSONAL_DATA, login=login_label)
