"""Keeping the journal of contracts. Staff screens and imports both come through here."""

from django.core.exceptions import ValidationError
from django.db import transaction

from cms.audit import domain as audit
from lk_addon.contracts.models import Contract
from lk_addon.registry.domain.law import supersede


@transaction.atomic
def save_contract(*, contract, actor, changed):
    """Store a new or corrected contract with the amendments, acts, claims and remarks set on it.

    ``changed`` names the fields that differ. Raises ValidationError where the contract or one of its parts
    is not well formed, or a part is dated before the contract.
    """
    action = "contract.changed" if contract.pk else "contract.registered"
    contract.full_clean()
    for relation in ("amendments", "acts", "claims", "controls"):
        for part in getattr(contract, relation).all():
            if part.date and part.date < contract.date:
                raise ValidationError(f"Раньше самого договора: {part}.", code="date")
    contract.save()
    audit.record(
        action,
        actor=actor,
        obj=contract,
        member=contract.member.registration_number,
        contract=str(contract),
        price=contract.price,
        status=contract.status,
        changed=sorted(changed),
    )
    return contract


@transaction.atomic
def close_contract(*, contract, status, closed_on, actor):
    """Note that the contract was completed or terminated on ``closed_on``: its obligations end that day.

    Raises ValidationError for a contract that is closed already, or another status.
    """
    contract = Contract.objects.select_for_update().get(pk=contract.pk)
    if contract.is_closed:
        raise ValidationError("Договор уже закрыт.", code="closed")
    if status not in Contract.CLOSED:
        raise ValidationError("Договор можно исполнить или расторгнуть.", code="status")
    contract.status, contract.closed_on = status, closed_on
    return save_contract(contract=contract, actor=actor, changed=["status", "closed_on"])


def save_rule(*, rule, actor):
    """Store a rule of counting obligations with its ground (REQ-7.3); one in force is superseded, not corrected.

    Raises ValidationError.
    """
    return supersede(row=rule, actor=actor, action="obligations_rule.saved")
