from lk_addon.meetings.models.meeting import AgendaItem, Material, Meeting
from lk_addon.meetings.models.terms import MeetingTerms
from lk_addon.meetings.models.voting import Attendance, Ballot, Choice, ElectorEntry, HallCount, ItemResult

__all__ = [
    "AgendaItem",
    "Attendance",
    "Ballot",
    "Choice",
    "ElectorEntry",
    "HallCount",
    "ItemResult",
    "Material",
    "Meeting",
    "MeetingTerms",
]
