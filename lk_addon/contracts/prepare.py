"""What the journal of contracts cannot do without: a rule of counting, and the control department's rights."""

from datetime import date

from django.dispatch import receiver

from cms.core.signals import prepare_requested
from cms.users.groups import grant
from lk_addon.cabinet.prepare import CONTROL_DEPARTMENT
from lk_addon.contracts.models import ObligationsRule

FIRST_DAY = date(2017, 7, 1)
GROUND = "ГрК РФ, ст.\u00a055.8 и\u00a055.13: учитываются все договоры, заключённые конкурентными способами"


@receiver(prepare_requested)
def prepare_contracts(**kwargs):
    """Count all competitive contracts until staff enter another rule; let the control department keep the journal."""
    if not ObligationsRule.objects.exists():
        ObligationsRule.objects.create(valid_from=FIRST_DAY, ground=GROUND)
    grant(
        CONTROL_DEPARTMENT,
        "registry.view_member",
        "contracts.view_contract",
        "contracts.add_contract",
        "contracts.change_contract",
        "contracts.view_insurancecontract",
        "contracts.add_insurancecontract",
        "contracts.change_insurancecontract",
        "contracts.view_contractnotice",
        "contracts.view_obligationnotice",
        "contracts.view_obligationsrule",
        "contracts.add_obligationsrule",
        "contracts.change_obligationsrule",
    )
