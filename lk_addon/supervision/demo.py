"""Invented control: plans, inspections, measures, reports and specialists of the named members."""

from datetime import timedelta

from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone

from cms.core.demo import demo_paper
from cms.core.signals import demo_requested
from cms.core.uploads import OwnFile
from lk_addon.registry.models import Member
from lk_addon.supervision.demo_inspections import load_inspections
from lk_addon.supervision.domain.report import accept_report, return_report, start_review, submit_report
from lk_addon.supervision.domain.specialist import add_document, save_specialist
from lk_addon.supervision.models import AnnualReport, Inspection, Specialist, SpecialistDocument

#: number → state of last year's report; the first submits a second version after a remark
REPORTS = {"0901": "accepted", "0902": "returned", "0903": "under_review", "0951": "submitted"}
REMARK = "Раздел 3: не указан объём работ, выполненных собственными силами. Дополните и сдайте отчёт снова."

Role, Employment = Specialist.Role, Specialist.Employment
#: number of the member → name, role, employment, НРС, days from today until the qualification ends
SPECIALISTS = {
    "0901": [
        ("Примеров Пётр Петрович", Role.ORGANISER, Employment.MAIN, "С-00-000001", 1100),
        ("Тестовая Таисия Тимуровна", Role.ORGANISER, Employment.MAIN, "С-00-000002", -14),
        ("Учебный Ульян Устинович", Role.TECHNICAL, Employment.MAIN, "", 40),
        ("Показова Прасковья Прохоровна", Role.SITE, Employment.SECOND, "С-00-000003", None),
    ],
    "0902": [("Образцова Оксана Олеговна", Role.ORGANISER, Employment.MAIN, "С-00-000004", 700)],
    "0903": [
        ("Демонстрационный Демьян Денисович", Role.ORGANISER, Employment.MAIN, "С-00-000005", 400),
        ("Вымышленная Вера Викторовна", Role.ORGANISER, Employment.MAIN, "С-00-000006", 25),
    ],
    "0951": [("Макетов Максим Маркович", Role.ORGANISER, Employment.MAIN, "С-00-000007", 900)],
}


@receiver(demo_requested)
@transaction.atomic
def load_control(**kwargs):
    """Add what the named members do not have yet."""
    if not Inspection.objects.exists():
        load_inspections(paper("Акт проверки", "Составлен для показа: организации и события вымышлены."))
    if not AnnualReport.objects.exists():
        _load_reports(paper("Отчёт о деятельности члена СРО", "Сведения в отчёте вымышлены."))
    if not Specialist.objects.exists():
        _load_specialists(paper("Свидетельство о квалификации", "Образец для показа, недействителен."))


def paper(title, text):
    """Return the bytes of a one-page document."""
    return demo_paper(f"<meta charset='utf-8'><h1>{title}</h1><p>{text}</p>")


def _load_reports(content):
    year = timezone.localdate().year - 1
    for number, state in REPORTS.items():
        member = Member.objects.get(registration_number=number)
        name = f"Отчёт за {year} год.pdf"
        report = submit_report(member=member, year=year, file=OwnFile(content, name=name), actor=None)
        if state in ("accepted", "returned"):
            return_report(report=report, remark=REMARK, actor=None)
        if state == "accepted":
            name = f"Отчёт за {year} год, исправленный.pdf"
            submit_report(member=member, year=year, file=OwnFile(content, name=name), actor=None)
            accept_report(report=report, actor=None)
        if state == "under_review":
            start_review(report=report, actor=None)


def _load_specialists(content):
    today = timezone.localdate()
    for number, rows in SPECIALISTS.items():
        member = Member.objects.get(registration_number=number)
        for place, (name, role, employment, nrs_number, days) in enumerate(rows, start=1):
            ends = None if days is None else today + timedelta(days=days)
            specialist = save_specialist(
                specialist=Specialist(
                    member=member,
                    full_name=name,
                    role=role,
                    position="Главный инженер" if role == Role.TECHNICAL else "Инженер",
                    employment=employment,
                    order_no=f"{place}-к",
                    order_date=member.registered_at,
                    education="Примерский строительный институт, инженер-строитель",
                    experience_years=9 + place,
                    nrs_number=nrs_number,
                    nrs_included_at=member.registered_at if nrs_number else None,
                    nok_certificate_no=f"00.000000000.{place:08}" if ends else "",
                    nok_date=ends and ends - timedelta(days=5 * 365),
                    nok_valid_to=ends,
                ),
                actor=None,
            )
            if ends:
                file = OwnFile(content, name=f"Свидетельство {place}.pdf")
                kind = SpecialistDocument.Kind.QUALIFICATION
                add_document(specialist=specialist, kind=kind, file=file, actor=None)
