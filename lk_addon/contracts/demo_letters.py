"""An invented letter: the policy that follows the member's last one, with its scan."""

from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone

from cms.core.signals import demo_requested
from lk_addon.correspondence.demo import NUMBER, paper, send_demo
from lk_addon.correspondence.models import Thread


@receiver(demo_requested)
@transaction.atomic
def load_letters_of_insurance(**kwargs):
    """Send it once, after the policies of the demo are there."""
    if Thread.objects.filter(member__registration_number=NUMBER, kind__code="insurance_doc").exists():
        return
    signed = timezone.localdate().isoformat()
    policy = {"policy_no": f"ГО-{NUMBER}-99", "signed_at": signed, "premium": "50 000,00", "premium_paid_at": signed}
    send_demo("insurance_doc", policy, papers=[paper("Договор страхования, скан")])
