"""Demonstration accounts of members, of the member department, and an application that waits."""

from datetime import date, timedelta

from django.dispatch import receiver
from django.utils import timezone

from cms.core.signals import demo_requested
from cms.users.demo import ensure_demo_user
from home.regulations.queries import editions_of
from lk_addon.accounts.agreements import editions_demanded
from lk_addon.accounts.domain.proofs import store_consents
from lk_addon.accounts.models import AccessApplication, Basis, Consent, Mandate, Permission
from lk_addon.accounts.models.authority import usual_permissions
from lk_addon.cabinet.prepare import DEPARTMENTS
from lk_addon.registry.models import Member

ACCOUNTANT = "accountant@example.com"
#: e-mail, password, surname, name, patronymic, members
REPRESENTATIVES = [
    ("member@example.com", "demo-member-2026", "Образцов", "Олег", "Олегович", ["0901"]),
    ("colleague@example.com", "demo-colleague-2026", "Сотрудникова", "Софья", "Семёновна", ["0901"]),
    ("other@example.com", "demo-other-2026", "Примерова", "Полина", "Павловна", ["0902", "0951"]),
    ("excluded@example.com", "demo-excluded-2026", "Бывший", "Борис", "Борисович", ["0906"]),
]
#: What the authority of those who are not heads rests on.
AUTHORITY = {
    ("colleague@example.com", "0901"): {
        "basis": Basis.ORDER,
        "basis_number": "12-К",
        "basis_date": date(2025, 9, 1),
        "permissions": [Permission.SEE, Permission.SUBMIT, Permission.VOTE],
    },
    ("other@example.com", "0951"): {
        "basis": Basis.POWER,
        "basis_number": "3",
        "basis_date": date(2025, 9, 1),
        "permissions": list(Permission.values),
    },
}


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
            _ensure_mandate(user, Member.objects.get(registration_number=number), **AUTHORITY.get((email, number), {}))
        _ensure_consents(user)
    _ensure_accountant()
    _ensure_waiting_application()


def _ensure_accountant():
    """Make somebody whose power of attorney ends soon and who agreed to the regulation before its last edition."""
    accountant = ensure_demo_user(
        ACCOUNTANT,
        "demo-accountant-2026",
        last_name="Счетоводова",
        first_name="Сабина",
        patronymic="Сергеевна",
        phone="+7 (000) 000-02-02",
    )
    _ensure_mandate(
        accountant,
        Member.objects.get(registration_number="0901"),
        basis=Basis.POWER,
        basis_number="15",
        basis_date=date(2025, 9, 1),
        valid_to=timezone.localdate() + timedelta(days=20),
        permissions=[Permission.SEE, Permission.SUBMIT],
    )
    _ensure_consents(accountant, first_edition=True)


def _ensure_consents(user, *, first_edition=False):
    editions = editions_demanded()
    if user.consents.filter(kind__in=editions).exists():
        return
    regulation = editions[Consent.Kind.REGULATION]
    if first_edition and regulation:
        editions[Consent.Kind.REGULATION] = editions_of(regulation.get_parent()).last()
    given = [(kind, edition) for kind, edition in editions.items() if edition]
    store_consents(user=user, consents=given, ip_address="127.0.0.1", user_agent="демонстрационные данные")


def _ensure_mandate(user, member, *, basis=Basis.HEAD, permissions=None, **authority):
    if Mandate.objects.filter(user=user, member=member).exists():
        return
    permissions = permissions or usual_permissions()
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
        basis=basis,
        permissions=permissions,
        **authority,
        state=AccessApplication.State.INVITED,
        decided_at=timezone.now(),
    )
    Mandate.objects.create(
        user=user,
        member=member,
        application=application,
        label_number=taken + 1,
        basis=basis,
        permissions=permissions,
        valid_from=application.valid_from,
        **authority,
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
