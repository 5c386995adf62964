"""Keeping the journal of contracts. Staff screens and imports both come through here."""

from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import transaction

from cms.audit import domain as audit
from lk_addon.contracts.domain.contract_notices import follow_contract
from lk_addon.contracts.models import Contract
from lk_addon.registry.domain.law import supersede

PARTS = ("amendments", "acts", "claims", "controls")


@transaction.atomic
def save_contract(*, contract, actor, changed, ground=""):
    """Store a new or corrected contract with the amendments, acts, claims and remarks set on it.

    ``changed`` names the fields that differ, ``ground`` the member's letter where there is one. Raises
    ValidationError where the contract or one of its parts is not well formed, or a part is dated before the contract.
    """
    action = "contract.changed" if contract.pk else "contract.registered"
    contract.full_clean()
    for relation in PARTS:
        for part in getattr(contract, relation).all():
            part.full_clean(exclude=["contract"])
            if part.date and part.date < contract.date:
                raise ValidationError(f"Раньше самого договора: {part}.", code="date")
    contract.save()
    follow_contract(contract)
    audit.record(
        action,
        actor=actor,
        obj=contract,
        member=contract.member.registration_number,
        contract=str(contract),
        price=contract.price,
        status=contract.status,
        changed=sorted(changed),
        **({"ground": ground} if ground else {}),
    )
    return contract


@transaction.atomic
def close_contract(*, contract, status, closed_on, actor, ground=""):
    """Note that the contract was completed or terminated on ``closed_on``: its obligations end that day.

    Raises ValidationError for a contract that is closed already, or another status.
    """
    contract = Contract.objects.select_for_update(no_key=True).get(pk=contract.pk)
    if contract.is_closed:
        raise ValidationError("Договор уже закрыт.", code="closed")
    if status not in Contract.CLOSED:
        raise ValidationError("Договор можно исполнить или расторгнуть.", code="status")
    contract.status, contract.closed_on = status, closed_on
    return save_contract(contract=contract, actor=actor, changed=["status", "closed_on"], ground=ground)


@transaction.atomic
def withdraw_contract(*, contract, reason, actor):
    """Take out of the journal a contract that was entered by mistake and has no parts; the audit keeps it whole.

    Raises ValidationError for a contract with amendments, acts, claims or results of control: they are evidence.
    """
    contract = Contract.objects.select_for_update(no_key=True).select_related("member").get(pk=contract.pk)
    if any(getattr(contract, relation).exists() for relation in PARTS):
        raise ValidationError("К договору внесены соглашения, акты, претензии или контроль.", code="parts")
    kept = serializers.serialize("python", [contract])[0]["fields"]
    audit.record(
        "contract.withdrawn",
        actor=actor,
        obj=contract,
        member=contract.member.registration_number,
        contract=str(contract),
        reason=reason,
        kept=kept,
    )
    contract.delete()


def save_rule(*, rule, actor):
    """Store a rule of counting obligations with its ground (REQ-7.3); one in force is superseded, not corrected.

    Raises ValidationError.
    """
    return supersede(row=rule, actor=actor, action="obligations_rule.saved")
