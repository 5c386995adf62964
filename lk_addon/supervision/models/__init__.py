from lk_addon.supervision.models.inspection import (
    Inspection,
    InspectionPlan,
    InspectionStep,
    InspectionSubject,
    PresentedFile,
    RequestedDocument,
)
from lk_addon.supervision.models.outcome import DisciplinaryAction, Violation
from lk_addon.supervision.models.report import AnnualReport, ReportRemark, ReportVersion
from lk_addon.supervision.models.report_form import ReportForm
from lk_addon.supervision.models.specialist import Specialist, SpecialistDocument
from lk_addon.supervision.models.terms import ControlTerms

__all__ = [
    "AnnualReport",
    "ControlTerms",
    "DisciplinaryAction",
    "Inspection",
    "InspectionPlan",
    "InspectionStep",
    "InspectionSubject",
    "PresentedFile",
    "ReportForm",
    "ReportRemark",
    "ReportVersion",
    "RequestedDocument",
    "Specialist",
    "SpecialistDocument",
    "Violation",
]
