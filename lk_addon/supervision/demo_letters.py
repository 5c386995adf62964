"""Invented letters of control: a report of the year before last, documents to an inspection item by item."""

from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone

from cms.core.signals import demo_requested
from lk_addon.correspondence.demo import NUMBER, paper, send_demo
from lk_addon.correspondence.models import Thread
from lk_addon.registry.models import Member
from lk_addon.supervision.models import AnnualReport
from lk_addon.supervision.models.report_form import options_of
from lk_addon.supervision.submissions.inspection_forms import answerable
from lk_addon.supervision.submissions.report_form import ANSWER, FieldType, form_for

PLAUSIBLE = {FieldType.WHOLE: "4", FieldType.MONEY: "12 500 000,00", FieldType.YES: "on"}


@receiver(demo_requested)
@transaction.atomic
def load_letters_of_control(**kwargs):
    """Send each once, after the inspections and reports of the demo are there."""
    sent = set(Thread.objects.filter(member__registration_number=NUMBER).values_list("kind__code", flat=True))
    if "annual_report" not in sent:
        _send_report(timezone.localdate().year - 2)
    if "inspection_docs" not in sent:
        _send_documents(Member.objects.get(registration_number=NUMBER))


def _send_report(year):
    if AnnualReport.objects.filter(member__registration_number=NUMBER, year=year).exists():
        return
    questions = [question for block in form_for(year).sections for question in block.value["fields"]]
    answers = {ANSWER + question["code"]: _plausible(question) for question in questions if question["required"]}
    send_demo("annual_report", {"year": str(year)} | answers)


def _plausible(question):
    if question["type"] == FieldType.CHOICE:
        return options_of(question)[0]
    if question["type"] == FieldType.DAY:
        return timezone.localdate().isoformat()
    return PLAUSIBLE.get(question["type"], "Без изменений, сведения вымышлены")


def _send_documents(member):
    inspection = answerable(member).first()
    if inspection is None:
        return
    missing = [row for row in inspection.documents.all() if row.is_missing]
    papers = [paper(row.name, str(row.pk)) for row in missing[:1]]
    send_demo("inspection_docs", {"inspection": str(inspection.pk)}, papers=papers)
