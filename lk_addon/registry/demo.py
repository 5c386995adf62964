"""Invented members; their identifiers carry region 00, which no taxpayer has."""

from datetime import date, timedelta

from django.dispatch import receiver
from django.utils import timezone

from cms.core.signals import demo_requested
from lk_addon.registry.demo_bulk import ensure_generated_members
from lk_addon.registry.demo_history import load_history
from lk_addon.registry.domain.membership import exclude_member, register_member
from lk_addon.registry.identifiers import inn_of_organisation, ogrn_of_organisation
from lk_addon.registry.models import Member, MemberHead
from lk_addon.registry.public.rows import catch_up

EXCLUDED = "0906"

#: number, type, short name, full name, ИНН, КПП, ОГРН, head
ROWS = [
    ("0901", "legal", "ООО «Демострой-Север»", "Общество с ограниченной ответственностью «Демострой-Север»",
     "0099000014", "009901001", "1250099000018", "Образцов Олег Олегович"),
    ("0902", "legal", "ООО «Ёлочный монтаж»", "Общество с ограниченной ответственностью «Ёлочный монтаж»",
     "0099000021", "009901001", "1250099000029", "Примерова Полина Павловна"),
    ("0903", "legal", "АО «Тестмост»", "Акционерное общество «Тестмост»",
     "0099000039", "009901001", "1250099000030", "Тестовый Тимофей Тимофеевич"),
    ("0904", "legal", "ООО «СМУ-000»", "Общество с ограниченной ответственностью «СМУ-000»",
     "0099000046", "009901001", "1250099000040", "Учебный Устин Устинович"),
    ("0905", "legal", "ООО «Кровля Демо»", "Общество с ограниченной ответственностью «Кровля Демо»",
     "0099000053", "009901001", "1250099000051", "Показова Пелагея Петровна"),
    (EXCLUDED, "legal", "ООО «Исключённый подрядчик»",
     "Общество с ограниченной ответственностью «Исключённый подрядчик»",
     "0099000060", "009901001", "1250099000062", "Бывший Борис Борисович"),
    ("0907", "legal", "ООО «СМУ «Ёлка» №\u00a07»",
     "Общество с ограниченной ответственностью «Строительно-монтажное управление «Ёлка» №\u00a07 по возведению, "
     "реконструкции, капитальному ремонту и благоустройству объектов социального, культурного, спортивного и "
     "транспортного назначения имени Первого Вымышленного Съезда Учебных Строителей Демонстрационной области»",
     inn_of_organisation("009900007"), "009901001", ogrn_of_organisation("125009900007"), "Длиннов Денис Демидович"),
    ("0951", "ip", "ИП Образцов О.\u00a0О.", "Индивидуальный предприниматель Образцов Олег Олегович",
     "009900000120", "", "325009900000013", "Образцов Олег Олегович"),
    ("0952", "ip", "ИП Примерова П.\u00a0П.", "Индивидуальный предприниматель Примерова Полина Павловна",
     "009900000200", "", "325009900000024", "Примерова Полина Павловна"),
]  # fmt: skip


@receiver(demo_requested)
def load_members(members=0, **kwargs):
    """Add the members that are missing, ``members`` generated ones too; the excluded one left ninety days ago.

    Rights, levels, contributions and corrections of the named ones cover every case that pages must show.
    """
    for place, row in enumerate(ROWS, start=1):
        if not Member.objects.filter(registration_number=row[0]).exists():
            _add(place, row)
    load_history()
    excluded = Member.objects.get(registration_number=EXCLUDED)
    if excluded.is_acting():
        exclude_member(
            member=excluded,
            terminated_at=timezone.localdate() - timedelta(days=90),
            ground=Member.Ground.DECISION,
            document="Протокол Совета № 31",
            actor=None,
        )
    ensure_generated_members(members)
    catch_up()


def _add(place, row):
    number, member_type, short_name, full_name, inn, kpp, ogrn, head = row
    admitted = date(2025, 3, 3) + timedelta(days=20 * place)
    member = Member(
        member_type=member_type,
        short_name=short_name,
        full_name=full_name,
        inn=inn,
        kpp=kpp,
        ogrn=ogrn,
        registration_number=number,
        state_registration_date=date(2025, 1, 20),
        address_postal_code="000000",
        address_region="Демонстрационная область",
        address_locality="г. Примерск",
        address_street="ул. Учебная",
        address_house=str(place),
        activity_address="Демонстрационная область, г. Примерск" if member_type == Member.Type.IP else "",
        phones=f"+7 (000) 000-01-{place:02}",
        email=f"office-{number}@example.com",
        website=f"https://{number}.example.com",
        registered_at=admitted,
        admission_body="Совет СРО",
        admission_protocol_no=str(place),
        admission_date=admitted - timedelta(days=7),
        admission_effective_date=admitted,
    )
    member.heads = [
        MemberHead(
            position="Индивидуальный предприниматель" if member_type == Member.Type.IP else "Генеральный директор",
            full_name=head,
            since=date(2025, 1, 20),
        )
    ]
    register_member(member=member, actor=None, ground=f"Протокол Совета №\u00a0{place}")
