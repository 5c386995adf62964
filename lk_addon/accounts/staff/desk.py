"""What of access waits for staff, and what the page of one member tells about it."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from lk_addon.accounts.domain.disclosure import HANDLERS
from lk_addon.accounts.domain.reminders import DISTANCES
from lk_addon.accounts.models import (
    AccessApplication,
    AccountBlock,
    ContactState,
    Mandate,
    PasswordDisclosure,
)
from lk_addon.accounts.queries import mandates_ending, mandates_of_former_heads
from lk_addon.cabinet.staff_tasks import StaffTask
from lk_addon.registry.models import Member

APPLICATIONS = "/admin/accounts/accessapplication/"
CONTACTS = "/admin/accounts/contactstate/"
DISCLOSURES = "/admin/accounts/passworddisclosure/"
MANDATES = "/admin/accounts/mandate/"


def tasks(user):
    """Yield what waits for ``user``: passwords that others know, heads replaced, checks, decisions, terms that end."""
    if user.has_perm(HANDLERS):
        reported = PasswordDisclosure.objects.filter(handled_at=None).count()
        yield StaffTask(reported, "сообщений о раскрытом пароле не разобрано", f"{DISCLOSURES}?handled=no", urgent=True)
    if user.has_perm("accounts.arrange_mandate"):
        former = mandates_of_former_heads().count()
        text = "полномочий ждут решения: руководитель сменился"
        yield StaffTask(former, text, f"{MANDATES}?state=head", urgent=True)
    if user.has_perm("accounts.change_contactstate"):
        failed = ContactState.objects.filter(failed_at__isnull=False).count()
        yield StaffTask(failed, "представителей не получают писем СРО", f"{CONTACTS}?failed=yes")
    waiting = AccessApplication.objects
    if user.has_perm("accounts.check_accessapplication"):
        received = waiting.filter(state=AccessApplication.State.RECEIVED).count()
        yield StaffTask(received, "заявлений на доступ ждут проверки", f"{APPLICATIONS}?state__exact=received")
    if user.has_perm("accounts.decide_accessapplication"):
        checked = waiting.filter(state=AccessApplication.State.CHECKED).count()
        yield StaffTask(checked, "заявлений на доступ ждут решения", f"{APPLICATIONS}?state__exact=checked")
    if user.has_perm("accounts.extend_mandate"):
        today = timezone.localdate()
        ending = mandates_ending(today, today + timedelta(days=max(DISTANCES))).count()
        yield StaffTask(ending, f"полномочий кончаются за {max(DISTANCES)} дней", f"{MANDATES}?state=ending")


def access_panel(request, member):
    """Return who may enter the member's cabinet, who was shut out, and what was asked for."""
    own = Q(member=member) | Q(user__mandates__member=member)
    return {
        "mandates": Mandate.objects.filter(member=member)
        .select_related("user", "member")
        .prefetch_related("member__heads")
        .order_by("label_number"),
        "blocks": AccountBlock.objects.filter(own, lifted_at=None).select_related("user", "member").distinct(),
        "applications": AccessApplication.objects.filter(member=member),
        "headless": Member.objects.filter(pk=member.pk).without_head().exists(),
    }
