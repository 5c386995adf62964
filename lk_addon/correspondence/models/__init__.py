from lk_addon.correspondence.models.archive import ThreadArchive
from lk_addon.correspondence.models.certificate import UnavailabilityCertificate
from lk_addon.correspondence.models.draft import Draft, DraftFile
from lk_addon.correspondence.models.effect import Effect
from lk_addon.correspondence.models.kind import KindTerms, SignaturePolicy, SubmissionKind
from lk_addon.correspondence.models.letter import AttachedSignature, Attachment, Letter, Reading, Registration
from lk_addon.correspondence.models.notice import Notice, NoticeDelivery
from lk_addon.correspondence.models.numbers import NumberSeries
from lk_addon.correspondence.models.thread import Thread
from lk_addon.correspondence.models.undertaking import Undertaking
from lk_addon.correspondence.models.work import FileAlert, LetterAlert, ReplyTemplate, TermReminder, ThreadNote

__all__ = [
    "AttachedSignature",
    "Attachment",
    "Draft",
    "DraftFile",
    "Effect",
    "FileAlert",
    "KindTerms",
    "Letter",
    "LetterAlert",
    "Notice",
    "NoticeDelivery",
    "NumberSeries",
    "Reading",
    "Registration",
    "ReplyTemplate",
    "SignaturePolicy",
    "SubmissionKind",
    "TermReminder",
    "Thread",
    "ThreadArchive",
    "ThreadNote",
    "UnavailabilityCertificate",
    "Undertaking",
]
