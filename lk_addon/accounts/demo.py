"""Demonstration accounts of members, of the member department, and an application that waits."""

from datetime import date

from django.dispatch import receiver
from django.utils import timezone

from cms.core.signals import demo_requested
from cms.users.demo import ensure_demo_user
from lk_addon.accounts.models import AccessApplication, Basis, Mandate
from lk_addon.cabinet.prepare import DEPARTMENTS
from lk_addon.registry.models import Member

#: e-mail, password, surname, name, patronymic, members
REPRESENTATIVES = [
    ("member@example.com", "demo-member-2026", "Образцов", "Олег", "Олегович", ["0901"]),
    ("colleague@example.com", "demo-colleague-2026", "Сотрудникова", "Софья", "Семёновна", ["0901"]),
    ("other@example.com", "demo-other-2026", "Примерова", "Полина", "Павловна", ["0902", "0951"]),
    ("excluded@example.com", "demo-excluded-2026", "Бывший", "Борис", "Борисович", ["0906"]),
]


@receiver(demo_requested)
def load_accounts(**kwargs):
    """Make the accounts of the contract; one application of 0903 waits to be invited."""
    ensure_demo_user(
        "staff@example.com",
        "demo-staff-2026",
        groups=DEPARTMENTS,
        is_staff=True,
        last_name="Отделова",
        first_name="Ольга",
        patronymic="Орестовна",
    )
    for email, password, last_name, first_name, patronymic, numbers in REPRESENTATIVES:
        user = ensure_demo_user(
            email,
            password,
            last_name=last_name,
            first_name=first_name,
            patronymic=patronymic,
            phone="+7 (000) 000-02-01",
        )
        for number in numbers:
            _ensure_mandate(user, Member.objects.get(registration_number=number))
    _ensure_waiting_application()


def _ensure_mandate(user, member):
    if Mandate.objects.filter(user=user, member=member).exists():
        return
    taken = Mandate.objects.filter(member=member).count()
    application = AccessApplication.objects.create(
        number=f"{member.registration_number}-{taken + 1}",
        date=date(2025, 9, 1),
        member=member,
        applicant_name=member.current_heads()[0].full_name,
        last_name=user.last_name,
        first_name=user.first_name,
        patronymic=user.patronymic,
        email=user.email,
        phone=user.phone,
        valid_from=date(2025, 9, 1),
        state=AccessApplication.State.INVITED,
        decided_at=timezone.now(),
    )
    Mandate.objects.create(
        user=user,
        member=member,
        application=application,
        label_number=taken + 1,
        basis=Basis.HEAD,
        valid_from=application.valid_from,
    )


def _ensure_waiting_application():
    AccessApplication.objects.get_or_create(
        number="0903-1",
        defaults={
            "date": timezone.localdate(),
            "member": Member.objects.get(registration_number="0903"),
            "applicant_name": "Тестовый Тимофей Тимофеевич",
            "last_name": "Новикова",
            "first_name": "Нина",
            "patronymic": "Николаевна",
            "position": "Главный бухгалтер",
            "email": "newcomer@example.com",
            "phone": "+7 (000) 000-03-01",
            "basis": Basis.POWER,
            "basis_number": "7",
            "basis_date": timezone.localdate(),
        },
    )
