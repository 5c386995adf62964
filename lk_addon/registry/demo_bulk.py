"""Any number of generated members, for lists as long as the real ones (``manage.py demo --members N``).

Counters begin above those of the named members in ``demo.py``; the same counter
always makes the same member.
"""

from datetime import date, timedelta

from django.core.management.base import CommandError

from lk_addon.registry.identifiers import inn_of_organisation, ogrn_of_organisation
from lk_addon.registry.models import Member, MemberHead

FIRST = 10000  # counter and register number of the first one
MOST = 90000  # the reserved range has five digits for the counter
BATCH = 1000
TRADES = ("Монтаж", "Кровля", "Фундамент", "Фасад", "Мост", "Дорога", "Отделка", "Энергосеть")
REGIONS = ("Демонстрационная область", "Учебный край", "Примерская область", "Республика Образцовая")
SURNAMES = ("Образцов", "Тестовый", "Учебный", "Показов", "Примеров")


def ensure_generated_members(number):
    """Add those of the first ``number`` generated members that are missing.

    Returns how many were added. Raises CommandError where the reserved numbers do not suffice.
    """
    if number > MOST:
        raise CommandError(f"Вымышленных ИНН хватает на {MOST} членов.")
    wanted = {str(counter): counter for counter in range(FIRST, FIRST + number)}
    known = set(Member.objects.filter(registration_number__in=wanted).values_list("registration_number", flat=True))
    missing = [_member(counter) for name, counter in wanted.items() if name not in known]
    added = Member.objects.bulk_create(missing, batch_size=BATCH)
    MemberHead.objects.bulk_create([_head(member) for member in added], batch_size=BATCH)
    return len(added)


def _member(counter):
    name = f"{TRADES[counter % len(TRADES)]} Демо {counter}"
    admitted = date(2025, 3, 3) + timedelta(days=counter % 365)
    member = Member(
        short_name=f"ООО «{name}»",
        full_name=f"Общество с ограниченной ответственностью «{name}»",
        inn=inn_of_organisation(f"0099{counter:05}"),
        kpp="009901001",
        ogrn=ogrn_of_organisation(f"1250099{counter:05}"),
        registration_number=str(counter),
        state_registration_date=date(2025, 1, 20),
        address_postal_code="000000",
        address_region=REGIONS[counter % len(REGIONS)],
        address_locality="г. Примерск",
        address_street="ул. Учебная",
        address_house=str(counter),
        email=f"office-{counter}@example.com",
        registered_at=admitted,
        admission_body="Совет СРО",
        admission_protocol_no=str(counter),
        admission_date=admitted - timedelta(days=7),
        admission_effective_date=admitted,
    )
    member.derive_fields()
    return member


def _head(member):
    surname = SURNAMES[int(member.registration_number) % len(SURNAMES)]
    return MemberHead(
        member=member, position="Генеральный директор", full_name=f"{surname} О. О.", since=date(2025, 1, 20)
    )
