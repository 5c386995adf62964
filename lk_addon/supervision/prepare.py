"""What control cannot do without: its department's permissions, the first terms, what may be inspected."""

from datetime import date

from django.dispatch import receiver

from cms.core.signals import prepare_requested
from cms.users.groups import grant
from lk_addon.cabinet.prepare import CONTROL_DEPARTMENT
from lk_addon.supervision.models import ControlTerms, InspectionSubject, ReportForm
from lk_addon.supervision.report_catalogue import GROUND, first_sections

SUBJECTS = (
    "Соблюдение стандартов и внутренних документов СРО, условий членства",
    "Соблюдение законодательства о градостроительной деятельности и технических регламентов",
    "Соблюдение стандартов НОСТРОЙ на процессы выполнения работ",
    "Исполнение обязательств по договорам, заключённым конкурентными способами",
    "Соответствие фактического совокупного размера обязательств уровню ответственности",
)

#: What the department keeps by forms.
MODELS = ("inspectionplan", "inspection", "inspectionsubject", "controlterms", "specialist", "reportform")


@receiver(prepare_requested)
def prepare_control(**kwargs):
    """Let the control department work; add the first terms and subjects where there are none."""
    grant(
        CONTROL_DEPARTMENT,
        "registry.view_member",
        "accounts.view_cabinet",
        *(f"supervision.{act}_{model}" for model in MODELS for act in ("add", "change", "view")),
        "supervision.publish_inspectionplan",
        "supervision.conduct_inspection",
        "supervision.discipline_inspection",
        "supervision.view_disciplinaryaction",
        "supervision.add_annualreport",
        "supervision.view_annualreport",
        "supervision.review_annualreport",
        "supervision.read_specialistdocument",
        "supervision.export_specialist",
    )
    if not ControlTerms.objects.exists():
        ControlTerms.objects.create(
            valid_from=date(2017, 7, 1), ground="315-ФЗ ст. 9, ГрК ст. 55.5, 55.5-1, 55.13, 55.15; Положение о контроле"
        )
    if not InspectionSubject.objects.exists():
        InspectionSubject.objects.bulk_create(
            InspectionSubject(title=title, order=place * 10) for place, title in enumerate(SUBJECTS, start=1)
        )
    if not ReportForm.objects.exists():
        ReportForm.objects.create(year=2017, ground=GROUND, is_open=True, sections=first_sections())
