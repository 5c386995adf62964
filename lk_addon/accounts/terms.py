"""Ends of mandates on the dashboard and in the calendar of duties (REQ-2.1.e). People go by their neutral numbers."""

from datetime import timedelta

from django.utils import timezone
from django.utils.formats import date_format

from lk_addon.accounts.domain.reminders import DISTANCES
from lk_addon.accounts.models import Permission
from lk_addon.accounts.queries import mandates_ending
from lk_addon.cabinet.attention import Attention
from lk_addon.cabinet.duties import Duty


def duties_of(member, since, until):
    """Return the last days of the mandates of ``member``."""
    return [
        Duty(
            on=mandate.valid_to,
            title=f"Кончаются полномочия представителя {mandate.login_label}",
            url_name="accounts:account",
            kind="mandate",
        )
        for mandate in mandates_ending(since, until).filter(member=member)
    ]


def matters(request):
    """Return what is to be done about ends that are near: one's own, for those who manage also colleagues'."""
    entrance, today = request.entrance, timezone.localdate()
    ending = mandates_ending(today, today + timedelta(days=max(DISTANCES))).filter(member=entrance.member)
    if Permission.MANAGE not in entrance.permissions and not entrance.looking_in:
        ending = ending.filter(user=request.user)
    return [
        Attention(
            level="danger" if mandate.valid_to - today <= timedelta(days=min(DISTANCES)) else "warning",
            text=f"Полномочия представителя {mandate.login_label} кончаются "
            f"{date_format(mandate.valid_to, 'j E')}: принесите в СРО новый документ.",
            url_name="accounts:account",
            due=mandate.valid_to,
        )
        for mandate in ending
    ]
