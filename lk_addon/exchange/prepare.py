"""Who may import what, and who lets other systems in."""

from django.dispatch import receiver

from cms.core.signals import prepare_requested
from cms.users.groups import ADMINISTRATORS, grant
from lk_addon.cabinet.prepare import ACCOUNTING_DEPARTMENT, CONTROL_DEPARTMENT, REGISTER_DEPARTMENT


@receiver(prepare_requested)
def prepare_exchange(**kwargs):
    """Let the departments bring the data that they keep, and the administrators give out tokens.

    Accountants see what comes into the compensation funds first, in the statements of the special accounts.
    """
    grant(REGISTER_DEPARTMENT, "exchange.import_members", "exchange.view_importrun")
    grant(ACCOUNTING_DEPARTMENT, "exchange.import_finance", "exchange.view_importrun")
    grant(ACCOUNTING_DEPARTMENT, *(f"registry.{act}_fundcontribution" for act in ("view", "add", "annul")))
    grant(CONTROL_DEPARTMENT, "exchange.import_contracts", "exchange.view_importrun")
    grant(ADMINISTRATORS, *(f"exchange.{act}_apitoken" for act in ("view", "add", "revoke")))
