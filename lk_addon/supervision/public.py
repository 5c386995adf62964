"""What the law makes public of a member's inspections (315-ФЗ ст. 7.1): day, kind, result, measures."""

from cms.core import pagecache
from lk_addon.supervision.models import DisciplinaryAction, Inspection, InspectionPlan
from lk_addon.supervision.queries import measures_of, planned_publicly, with_public_result

LAST = 10  # inspections and measures that the card names


def public_control(member):
    """Return the last inspections with their results, those of the published plan, and measures; None for nothing."""
    inspections = list(with_public_result(member)[:LAST])
    planned = list(planned_publicly(member))
    measures = list(measures_of(member)[:LAST])
    if not (inspections or planned or measures):
        return None
    return {"inspections": inspections, "planned": planned, "measures": measures}


def connect():
    """Let the kept public pages follow the rows they show."""
    pagecache.clear_on_change(Inspection, InspectionPlan, DisciplinaryAction)
