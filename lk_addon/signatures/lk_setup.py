"""What signatures add to the back office's first page."""

from datetime import timedelta

from django.db.models import Max, Q
from django.urls import reverse
from django.utils import timezone

from lk_addon.cabinet import help_topics, staff_tasks
from lk_addon.signatures.models import TrustedCertificate

AHEAD = timedelta(days=30)


def trust_tasks(user):
    """Authorities whose list is missing or no longer fresh, and whose certificate ends soon."""
    if not user.has_perm("signatures.view_trustedcertificate"):
        return
    now, address = timezone.now(), reverse("signatures_trustedcertificate_modeladmin_index")
    trusted = TrustedCertificate.objects.filter(removed_at=None)
    fresh = trusted.annotate(fresh_until=Max("revocation_lists__next_update"))
    stale = fresh.filter(Q(fresh_until=None) | Q(fresh_until__lt=now)).count()
    yield staff_tasks.StaffTask(
        stale, "удостоверяющих центров без свежего списка отозванных сертификатов", address, overdue=True
    )
    ending = trusted.filter(valid_to__lt=now + AHEAD).count()
    yield staff_tasks.StaffTask(ending, "доверенных сертификатов скоро перестанут действовать", address)


staff_tasks.register("trust", trust_tasks)
help_topics.register(help_topics.Topic("signatures", "lk_addon/signatures/help.html", 100))
