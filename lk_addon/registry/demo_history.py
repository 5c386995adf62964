"""Rights, levels, contributions and corrections of the named members: every case that pages must show.

Made by the domain functions, as staff would; a member that has decisions already is left as it is.
"""

from datetime import date, timedelta

from django.utils import timezone

from lk_addon.registry.domain.contributions import record_contribution
from lk_addon.registry.domain.levels import set_level
from lk_addon.registry.domain.membership import correct_entry
from lk_addon.registry.domain.rights import grant_right, restrict_competition, resume_right, suspend_right
from lk_addon.registry.models import Category, Fund, FundContribution, Member, MemberHead, RightDecision
from lk_addon.registry.queries import contributed, levels_table

ALL = tuple(Category)[:3]
KIND = FundContribution.Kind

#: number → categories of objects, level in КФ ВВ, level in КФ ОДО (None for none)
STANDING = {
    "0901": (ALL[:2], 1, 1),  # raised below
    "0902": (ALL[:1], 2, 1),
    "0903": (ALL, 4, 4),
    "0904": (ALL[:1], 1, None),  # only КФ ВВ; suspended below
    "0905": (ALL[:2], 5, 5),
    "0906": (ALL[:1], 2, 2),  # excluded
    "0907": (ALL[:1], 3, 3),
    "0951": (ALL[:1], 0, None),  # only works of demolition
    "0952": (ALL[:1], 1, 1),  # restricted below
}


def load_history():
    """Give each of the members its standing, once."""
    for number, standing in STANDING.items():
        member = Member.objects.get(registration_number=number)
        if not RightDecision.objects.filter(member=member).exists():
            _give(member, *standing)
            STORIES.get(number, lambda member: None)(member)


def _give(member, categories, vv, odo):
    day = member.registered_at
    grant_right(member=member, categories=categories, actor=None, **_minutes(day, member.admission_protocol_no))
    for fund, number in ((Fund.VV, vv), (Fund.ODO, odo)):
        if number is not None:
            _raise(member, fund, number, day, member.admission_protocol_no)


def _raise(member, fund, number, day, minutes):
    paid = contributed(member, fund, day)
    price = next(row.min_contribution_rub for row in levels_table(day) if (row.fund, row.number) == (fund, number))
    record_contribution(
        member=member,
        fund=fund,
        kind=KIND.ADDITIONAL if paid else KIND.INITIAL,
        paid_on=day,
        amount=price - paid,
        document=f"платёжное поручение №\u00a0{member.registration_number}-{number} от {day:%d.%m.%Y}",
        actor=None,
    )
    document = f"протокол Совета №\u00a0{minutes} от {day:%d.%m.%Y}"
    set_level(member=member, fund=fund, number=number, since=day, document=document, actor=None)


def _minutes(day, number, **more):
    return {"body": "Совет СРО", "protocol_no": number, "date": day, **more}


def _growing(member):
    """0901: another telephone, the head elected anew, both levels raised, a suspension that is over."""
    _correct(member, date(2025, 9, 1), "заявление № 14", date(2025, 8, 27), phones="+7 (000) 000-01-77")
    old = MemberHead(**_head("Образцов Олег Олегович", date(2025, 1, 20), date(2025, 11, 9)))
    new = MemberHead(**_head("Образцов Олег Олегович", date(2025, 11, 10), None))
    _correct(member, date(2025, 11, 21), "лист записи ЕГРЮЛ от 10.11.2025", date(2025, 11, 10), heads=[old, new])
    _raise(member, Fund.VV, 3, date(2026, 2, 2), "8")
    _raise(member, Fund.ODO, 3, date(2026, 2, 2), "8")
    violation = "Не представлен отчёт члена СРО."
    suspend_right(member=member, actor=None, **_minutes(date(2026, 4, 6), "15", text=violation))
    resume_right(member=member, actor=None, **_minutes(date(2026, 4, 20), "17", text="Нарушение устранено."))


def _suspended(member):
    today = timezone.localdate()
    days = {"until": today + timedelta(days=70), "text": "Не устранены нарушения по предписанию № 4."}
    suspend_right(member=member, actor=None, **_minutes(today - timedelta(days=20), "29", **days))


def _restricted(member):
    today = timezone.localdate()
    days = {"until": today + timedelta(days=80), "text": "Превышен уровень ответственности."}
    restrict_competition(member=member, actor=None, **_minutes(today - timedelta(days=10), "30", **days))


def _renamed(member):
    _correct(member, date(2026, 3, 12), "заявление № 22", date(2026, 3, 2), website="https://elka-7.example.com")


#: What happened to some of them since.
STORIES = {"0901": _growing, "0904": _suspended, "0907": _renamed, "0952": _restricted}


def _head(name, since, until):
    return {"position": "Генеральный директор", "full_name": name, "since": since, "until": until}


def _correct(member, day, ground, event_on, **values):
    fresh = Member.objects.get(pk=member.pk)
    for name, value in values.items():
        setattr(fresh, name, value)
    correct_entry(
        member=fresh,
        actor=None,
        ground=ground.replace("№ ", "№\u00a0"),
        event_on=event_on,
        reported_on=day,
        entered_on=day,
    )
