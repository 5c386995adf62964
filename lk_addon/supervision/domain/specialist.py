"""Specialists of members and their documents. The journal names rows, never people."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cms.audit import domain as audit
from cms.workdays.periods import years_later
from lk_addon.supervision.models import Specialist, SpecialistDocument
from lk_addon.supervision.queries import terms_on


def _record(action, obj, specialist, actor, **data):
    audit.record(action, actor=actor, obj=obj, member=specialist.member.registration_number, **data)


@transaction.atomic
def save_specialist(*, specialist, actor, changed=()):
    """Store a new or corrected specialist; ``changed`` names the fields.

    The end of a qualification follows from its date and the term in force then (ГрК ст. 55.5-1) where none is given.
    """
    is_new = specialist.pk is None
    if specialist.nok_date and not specialist.nok_valid_to:
        years = terms_on(specialist.nok_date).qualification_years
        specialist.nok_valid_to = years_later(specialist.nok_date, years)
    specialist.full_clean()
    specialist.save()
    action = "specialist.added" if is_new else "specialist.changed"
    _record(action, specialist, specialist, actor, changed=sorted(changed))
    return specialist


@transaction.atomic
def add_document(*, specialist, kind, file=None, sent_file=None, actor):
    """Attach a document to a specialist: a ``file`` of staff, or one that the member sent through the cabinet."""
    document = SpecialistDocument(specialist=specialist, kind=kind, file=file or "", sent_file=sent_file)
    document.file_name = sent_file.name if sent_file else ""
    document.full_clean(exclude=["file_name"])
    document.save()
    _record("specialist.document_added", document, specialist, actor, kind=kind)
    return document


@transaction.atomic
def note_leaving(*, specialist, left_at, actor):
    """Note that a specialist left; the member's page shows him no more."""
    specialist = (
        Specialist.objects.select_for_update(no_key=True, of=("self",)).select_related("member").get(pk=specialist.pk)
    )
    if specialist.left_at:
        raise ValidationError("Увольнение уже отмечено.", code="left")
    if left_at > timezone.localdate():
        raise ValidationError("Увольнение отмечают, когда оно состоялось.", code="date")
    specialist.left_at = left_at
    specialist.save(update_fields=["left_at", "updated_at"])
    _record("specialist.left", specialist, specialist, actor)
    return specialist
