"""What meetings cannot do without: their department's permissions, the first rules, the ballot among documents."""

from datetime import date

from django.dispatch import receiver

from cms.core.signals import prepare_requested
from cms.users.groups import grant
from lk_addon.cabinet.departments import MEETINGS_DEPARTMENT
from lk_addon.correspondence.catalogue import DOCUMENT, OPTIONAL, FirstKind
from lk_addon.correspondence.prepare import ensure_kinds
from lk_addon.meetings.models import MeetingTerms
from lk_addon.meetings.queries import BALLOT

FIRST_KIND = FirstKind(
    BALLOT, DOCUMENT, "Бюллетень голосования", "3.2.2", MEETINGS_DEPARTMENT, OPTIONAL, 1, 0, None,
    "Голос организации по повестке собрания: заполнить здесь или приложить скан. Принимается до срока собрания.",
    registers_itself=True,
)  # fmt: skip
AFTER = 500  # the kinds of the rooms below


@receiver(prepare_requested)
def prepare_meetings(**kwargs):
    """Let the department call meetings and count votes; add the first rules where there are none."""
    grant(
        MEETINGS_DEPARTMENT,
        "registry.view_member",
        *(f"meetings.{act}_{model}" for model in ("meeting", "meetingterms") for act in ("add", "change", "view")),
        "meetings.conduct_meeting",
        "meetings.count_votes",
        "meetings.view_attendance",
        "meetings.view_ballot",
        "meetings.view_electorentry",
        "correspondence.view_notice",
        "correspondence.view_noticedelivery",
    )
    if not MeetingTerms.objects.exists():
        MeetingTerms.objects.create(
            valid_from=date(2021, 7, 1), ground="7-ФЗ ст. 29, ГК ст. 181.2, ГрК ст. 55.10; устав и положение СРО"
        )
    ensure_kinds([FIRST_KIND], after=AFTER)
