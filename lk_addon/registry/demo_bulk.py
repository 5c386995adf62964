"""Any number of generated members, for lists as long as the real ones (``manage.py demo --members N``).

Counters begin above those of the named members in ``demo.py``; the same counter always makes the same member:
every fourth is a sole proprietor, every twentieth is not a member any more. Rights, levels and contributions
are stored in bulk too, past the domain functions, in the form in which these would leave them.
"""

from datetime import date, timedelta

from django.core.management.base import CommandError

from lk_addon.registry.identifiers import (
    inn_of_organisation,
    inn_of_person,
    ogrn_of_entrepreneur,
    ogrn_of_organisation,
)
from lk_addon.registry.models import (
    Category,
    Fund,
    FundContribution,
    Member,
    MemberHead,
    MemberLevel,
    RightDecision,
    RightState,
    WorkRight,
)
from lk_addon.registry.queries import levels_table

FIRST = 10000  # counter and register number of the first one
MOST = 120_000  # as many entries as the unified register of the whole country has
BATCH = 2000
TRADES = ("Монтаж", "Кровля", "Фундамент", "Фасад", "Мост", "Дорога", "Отделка", "Энергосеть")
REGIONS = ("Демонстрационная область", "Учебный край", "Примерская область", "Республика Образцовая", "г. Тестовск")
SURNAMES = ("Образцов", "Тестовый", "Учебный", "Показов", "Примеров")
BODY = "Совет СРО"
SUSPENDED_AFTER = timedelta(days=300)
EXCLUDED_AFTER = timedelta(days=200)


def ensure_generated_members(number):
    """Add those of the first ``number`` generated members that are missing, with rights, levels and contributions.

    Returns how many were added. Raises CommandError where there are not so many.
    """
    if number > MOST:
        raise CommandError(f"Вымышленных членов не больше {MOST}.")
    wanted = {str(counter): counter for counter in range(FIRST, FIRST + number)}
    known = set(Member.objects.filter(registration_number__in=wanted).values_list("registration_number", flat=True))
    missing = [generated_member(counter) for name, counter in wanted.items() if name not in known]
    added = _store(Member, missing)
    _store(MemberHead, map(_head, added))
    decisions = _store(RightDecision, [decision for member in added for decision in _decisions(member)])
    _store(WorkRight, _periods(decisions))
    _store_funds(added)
    return len(added)


def _store(model, rows):
    return model.objects.bulk_create(rows, batch_size=BATCH)


def generated_member(counter):
    """Return the unsaved member of this counter."""
    member = _entrepreneur(counter) if counter % 4 == 3 else _organisation(counter)
    admitted = date(2025, 3, 3) + timedelta(days=counter % 365)
    member.registration_number = str(counter)
    member.state_registration_date = date(2025, 1, 20)
    member.address_postal_code = "000000"
    member.address_region = REGIONS[counter % len(REGIONS)]
    member.address_locality = "г. Примерск"
    member.address_street = "ул. Учебная"
    member.address_house = str(counter)
    member.email = f"office-{counter}@example.com"
    member.registered_at = member.admission_effective_date = admitted
    member.admission_body = BODY
    member.admission_protocol_no = str(counter)
    member.admission_date = admitted - timedelta(days=7)
    if counter % 20 == 7:
        member.terminated_at = admitted + EXCLUDED_AFTER
        member.termination_ground = Member.Ground.OWN_WILL if counter % 40 == 7 else Member.Ground.DECISION
        member.termination_document = f"Протокол Совета №\u00a0{counter}"
    member.derive_fields()
    return member


def _organisation(counter):
    name = f"{TRADES[counter % len(TRADES)]} Демо {counter}"
    fours, place = divmod(counter - FIRST, 4)
    body = FIRST + 3 * fours + place  # entrepreneurs, the last of each four, have numbers of their own
    return Member(
        short_name=f"ООО «{name}»",
        full_name=f"Общество с ограниченной ответственностью «{name}»",
        inn=inn_of_organisation(f"0099{body:05}"),
        kpp="009901001",
        ogrn=ogrn_of_organisation(f"1250099{body:05}"),
    )


def _entrepreneur(counter):
    name = f"{_surname(counter)} Демо {counter}"
    return Member(
        member_type=Member.Type.IP,
        short_name=f"ИП {name}",
        full_name=f"Индивидуальный предприниматель {name}",
        inn=inn_of_person(f"0099{counter:06}"),
        ogrn=ogrn_of_entrepreneur(f"3250099{counter:07}"),
        activity_address="г. Примерск",
    )


def _surname(counter):
    return SURNAMES[counter % len(SURNAMES)]


def _head(member):
    position = "Индивидуальный предприниматель" if member.member_type == Member.Type.IP else "Генеральный директор"
    name = f"{_surname(int(member.registration_number))} О.\u00a0О."
    return MemberHead(member=member, position=position, full_name=name, since=date(2025, 1, 20))


def _decisions(member):
    counter = int(member.registration_number)
    given = [Category.SIMPLE, *[Category.DANGEROUS][: counter % 3 == 0], *[Category.NUCLEAR][: counter % 17 == 0]]
    for category in given:
        yield _decision(member, RightDecision.Kind.GRANT, category, member.registered_at)
    if counter % 25 == 1:
        for category in given:
            yield _decision(member, RightDecision.Kind.SUSPEND, category, member.registered_at + SUSPENDED_AFTER)


def _decision(member, kind, category, day):
    return RightDecision(
        member=member,
        kind=kind,
        category=category,
        body=BODY,
        protocol_no=member.registration_number,
        date=day,
        effective_from=day,
    )


def _periods(decisions):
    """Return the periods that follow: a grant lasts until the suspension after it, which has no end."""
    suspended = {(one.member_id, one.category) for one in decisions if one.kind == RightDecision.Kind.SUSPEND}
    for one in decisions:
        granted = one.kind == RightDecision.Kind.GRANT
        ends = granted and (one.member_id, one.category) in suspended
        yield WorkRight(
            member_id=one.member_id,
            category=one.category,
            state=RightState.ACTIVE if granted else RightState.SUSPENDED,
            since=one.effective_from,
            until=one.effective_from + SUSPENDED_AFTER - timedelta(days=1) if ends else None,
            decision=one,
        )


def _store_funds(members):
    prices = {(row.fund, row.number): row.min_contribution_rub for row in levels_table()}
    levels, contributions = [], []
    for member in members:
        counter = int(member.registration_number)
        own = {Fund.VV: 1 + counter % 5} | ({Fund.ODO: 1 + counter // 7 % 5} if counter % 2 else {})
        document = f"протокол Совета №\u00a0{counter}"
        for fund, number in own.items():
            levels.append(
                MemberLevel(member=member, fund=fund, number=number, since=member.registered_at, document=document)
            )
            contributions.append(
                FundContribution(
                    member=member,
                    fund=fund,
                    paid_on=member.registered_at,
                    amount=prices[fund, number],
                    document=f"платёжное поручение №\u00a0{counter}",
                )
            )
    _store(MemberLevel, levels)
    _store(FundContribution, contributions)
