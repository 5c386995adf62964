"""What correspondence cannot do without: the kinds with their first terms, and who may do what."""

from datetime import date

from django.contrib.auth.models import Group
from django.dispatch import receiver

from cms.core.signals import prepare_requested
from cms.users.groups import ADMINISTRATORS, grant
from lk_addon.cabinet.departments import CORRESPONDENCE_DEPARTMENT, DEPARTMENTS, MEMBER_DEPARTMENT
from lk_addon.correspondence.catalogue import GROUND, KINDS, REQUIRED, SIGNED_BECAUSE
from lk_addon.correspondence.models import KindTerms, SubmissionKind

WORK = (
    "correspondence.view_thread",
    "correspondence.work_thread",
    "correspondence.decide_thread",
    "correspondence.view_undertaking",
    "correspondence.view_replytemplate",
    "correspondence.add_replytemplate",
    "correspondence.change_replytemplate",
)
NOTICES = (
    "correspondence.view_notice",
    "correspondence.add_notice",
    "correspondence.change_notice",
    "correspondence.send_notice",
    "correspondence.view_noticedelivery",
    "correspondence.view_unavailabilitycertificate",
)
#: Who oversees how the SRO answers: reads the correspondence of all departments and acts in none. Administrators
#: put into it whom the head of the SRO names.
OVERSEERS = "Наблюдение за перепиской"
OVERSEE = (
    "wagtailadmin.access_admin",
    "correspondence.view_thread",
    "correspondence.view_all_threads",
    "correspondence.view_notice",
    "correspondence.view_noticedelivery",
)
SINCE = date(2025, 1, 1)  # as early as the first of our journals


@receiver(prepare_requested)
def prepare_correspondence(**kwargs):
    """Let the departments lead correspondence, and make kinds that are missing; those that stand are staff's own."""
    for department in DEPARTMENTS:
        grant(department, *WORK)
    for department in (MEMBER_DEPARTMENT, CORRESPONDENCE_DEPARTMENT):
        grant(department, *NOTICES)
    grant(OVERSEERS, *OVERSEE)
    grant(CORRESPONDENCE_DEPARTMENT, "correspondence.register_thread")
    grant(CORRESPONDENCE_DEPARTMENT, "registry.view_member")  # to find whom a letter is for
    grant(
        ADMINISTRATORS,
        "correspondence.view_submissionkind",
        "correspondence.change_submissionkind",
        "correspondence.view_kindterms",
        "correspondence.add_kindterms",
    )
    ensure_kinds(KINDS)


def ensure_kinds(kinds, *, after=0):
    """Make those of ``kinds`` (:class:`FirstKind`) that are missing, in this order after that of ``after``.

    Rooms above bring kinds of their own.
    """
    known = set(SubmissionKind.objects.values_list("code", flat=True))
    departments = {group.name: group for group in Group.objects.filter(name__in=DEPARTMENTS)}
    for order, first in enumerate(kinds, start=1):
        if first.code not in known:
            _make(first, departments[first.department], after + order * 10)


def _make(first, department, order):
    kind = SubmissionKind.objects.create(
        code=first.code,
        section=first.section,
        title=first.title,
        clause=first.clause,
        department=department,
        files_wanted=first.files_wanted,
        registers_itself=first.registers_itself,
        help_text=first.help_text,
        order=order,
    )
    KindTerms.objects.create(
        kind=kind,
        valid_from=SINCE,
        signature_policy=first.signature,
        signature_reason=SIGNED_BECAUSE if first.signature == REQUIRED else "",
        answer_workdays=first.answer_workdays,
        member_workdays=first.member_workdays,
        ground=GROUND.format(clause=first.clause),
    )
