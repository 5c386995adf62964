from lk_addon.correspondence.models.draft import Draft, DraftFile
from lk_addon.correspondence.models.effect import Effect
from lk_addon.correspondence.models.kind import KindTerms, SignaturePolicy, SubmissionKind
from lk_addon.correspondence.models.letter import AttachedSignature, Attachment, Letter, Reading, Registration
from lk_addon.correspondence.models.numbers import NumberSeries
from lk_addon.correspondence.models.thread import Thread
from lk_addon.correspondence.models.undertaking import Undertaking

__all__ = [
    "AttachedSignature",
    "Attachment",
    "Draft",
    "DraftFile",
    "Effect",
    "KindTerms",
    "Letter",
    "NumberSeries",
    "Reading",
    "Registration",
    "SignaturePolicy",
    "SubmissionKind",
    "Thread",
    "Undertaking",
]
