"""Documents that an inspection asks for, item by item (REQ-3.2.2, регламент п. 3.2.2)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cms.audit import domain as audit
from lk_addon.supervision.domain.inspection import enter, locked
from lk_addon.supervision.models import Inspection, PresentedFile, RequestedDocument

State = Inspection.State
OPEN = (State.NOTIFIED, State.DOCUMENTS_REQUESTED, State.IN_PROGRESS)


@transaction.atomic
def request_documents(*, inspection, names, due, actor):
    """Ask for the documents ``names`` (not empty) to be presented until ``due``; may be repeated to add some."""
    inspection = locked(inspection, State.NOTIFIED, State.DOCUMENTS_REQUESTED)
    if not names:
        raise ValidationError("Назовите хотя бы один документ.", code="empty")
    if due < timezone.localdate():
        raise ValidationError("Срок представления документов уже прошёл.", code="due")
    if due > inspection.end:
        raise ValidationError("Документы нужны до окончания проверки.", code="due")
    RequestedDocument.objects.bulk_create(RequestedDocument(inspection=inspection, name=name) for name in names)
    inspection.documents_due = due
    return enter(
        inspection,
        State.DOCUMENTS_REQUESTED,
        action="inspection.documents_requested",
        actor=actor,
        count=len(names),
        due=due,
    )


def _document(document, *states):
    """Return the requested document locked, as it is now, with its inspection."""
    document = (
        RequestedDocument.objects.select_for_update(no_key=True, of=("self",))
        .select_related("inspection")
        .get(pk=document.pk)
    )
    locked(document.inspection, *OPEN)
    if document.state not in states:
        raise ValidationError(f"Документ уже {document.get_state_display()}.", code="state")
    return document


@transaction.atomic
def move_due(*, inspection, due, actor):
    """Give the member until ``due`` to present what is still missing. Raises ValidationError, see the messages."""
    inspection = locked(inspection, *OPEN)
    if inspection.documents_due is None:
        raise ValidationError("Документы по этой проверке не запрашивались.", code="due")
    if due < timezone.localdate():
        raise ValidationError("Срок представления документов уже прошёл.", code="due")
    if due > inspection.end:
        raise ValidationError("Документы нужны до окончания проверки.", code="due")
    before, inspection.documents_due = inspection.documents_due, due
    inspection.full_clean()
    inspection.save()
    audit.record(
        "inspection.documents_moved",
        actor=actor,
        obj=inspection,
        number=inspection.number,
        member=inspection.member.registration_number,
        due_before=before,
        due=due,
    )
    return inspection


@transaction.atomic
def receive_document(*, document, file=None, presented=(), actor):
    """Take in what answers an item of the list: a ``file`` that came past the cabinet, or files sent through it.

    A later file takes the place of a returned one; more of those sent through the cabinet may be added to one that
    nobody has looked at yet.
    """
    states = [RequestedDocument.State.AWAITED, RequestedDocument.State.RETURNED]
    document = _document(document, *states, *([RequestedDocument.State.RECEIVED] if presented else []))
    if document.state == RequestedDocument.State.RETURNED:
        document.file, document.file_name = "", ""
        document.presented.all().delete()
    if file:
        document.file = file
    document.received_at, document.remark = timezone.now(), ""
    document.state = RequestedDocument.State.RECEIVED
    document.full_clean()
    document.save()
    PresentedFile.objects.bulk_create(PresentedFile(document=document, file=file) for file in presented)
    audit.record("inspection.document_received", actor=actor, obj=document, inspection=document.inspection.number)
    return document


@transaction.atomic
def accept_document(*, document, actor):
    """Find a received document good."""
    document = _document(document, RequestedDocument.State.RECEIVED)
    document.state = RequestedDocument.State.ACCEPTED
    document.save()
    audit.record("inspection.document_accepted", actor=actor, obj=document, inspection=document.inspection.number)
    return document


@transaction.atomic
def return_document(*, document, remark, actor):
    """Send a received document back with a remark that the member reads."""
    document = _document(document, RequestedDocument.State.RECEIVED)
    document.state, document.remark = RequestedDocument.State.RETURNED, remark
    document.full_clean()
    document.save()
    audit.record("inspection.document_returned", actor=actor, obj=document, inspection=document.inspection.number)
    return document
