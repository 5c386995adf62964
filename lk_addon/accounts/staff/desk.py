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
    PowerOfAttorney,
)
from lk_addon.accounts.powers import LABELS, state_of
from lk_addon.accounts.queries import mandates_ending, mandates_of_former_heads
from lk_addon.cabinet.staff_tasks import StaffTask
from lk_addon.registry.models import Member
from lk_addon.signatures.queries import last_checks

APPLICATIONS = "/admin/accounts/accessapplication/"
CONTACTS = "/admin/accounts/contactstate/"
DISCLOSURES = "/admin/accounts/passworddisclosure/"
MANDATES = "/admin/accounts/mandate/"
POWERS = "/admin/accounts/powerofattorney/?confirmed_at__isnull=True"


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
    if user.has_perm("accounts.settle_powerofattorney"):
        unconfirmed = PowerOfAttorney.objects.filter(
            ended_at=None, confirmed_at=None, valid_to__gte=timezone.localdate()
        ).count()
        yield StaffTask(unconfirmed, "машиночитаемых доверенностей не сверено с реестром", POWERS)
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
        "powers": _powers_of(member),
        "applications": AccessApplication.objects.filter(member=member),
        "headless": Member.objects.filter(pk=member.pk).without_head().exists(),
    }


def _powers_of(member):
    """Return (power of attorney, its state in words) of each, three queries however many there are."""
    powers = PowerOfAttorney.objects.filter(mandate__member=member).select_related("mandate__member")
    powers = list(powers.prefetch_related("mandate__member__heads"))
    checks, today = last_checks([power.signature_id for power in powers]), timezone.localdate()
    return [(power, LABELS[state_of(power, checks.get(power.signature_id), today)]) for power in powers]
