"""Issuing extracts."""

import hashlib

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection, transaction

from cms.audit import domain as audit
from lk_addon.cabinet.throttle import within_limit
from lk_addon.registry.extracts import pdf, seal
from lk_addon.registry.extracts.codes import new_code
from lk_addon.registry.extracts.content import content_of
from lk_addon.registry.models.extract import Extract

A_MEMBER_AN_HOUR = 10


@transaction.atomic
def issue_extract(*, member, way, actor):
    """Issue «Сведения из реестра (справочно)» of ``member`` as they stand now; about a second.

    The file is made, sealed where a seal is configured, hashed and kept as it is.
    Raises ValidationError when too many were issued within an hour or the seal cannot be put.
    """
    if not within_limit(f"extract:{member.pk}", A_MEMBER_AN_HOUR, 60 * 60):
        raise ValidationError("За последний час выдано слишком много документов. Попробуйте позже.", code="often")
    extract = Extract(pk=_next_number(), code=new_code(), member=member, way=way, issued_by=actor)
    extract.content = content_of(member)
    try:
        extract.sealed_by = seal.seal_name()
        written = pdf.render(extract, sealed_by=extract.sealed_by)
        if extract.sealed_by:
            written = seal.put_seal(written)
    except seal.SealError as error:
        raise ValidationError(
            "Сейчас документ нельзя заверить печатью, поэтому он не выдан. Сообщите об этом в СРО.", code="seal"
        ) from error
    extract.sha256 = hashlib.sha256(written).hexdigest()
    extract.file.save(extract.file_name, ContentFile(written), save=False)
    extract.save(force_insert=True)
    number = member.registration_number
    audit.record("extract.issued", actor=actor, obj=extract, number=extract.number, member=number, way=way)
    return extract


def _next_number():
    """Return the key of the row to come: it stands in the document, and the row is written after that."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [Extract._meta.db_table])
        return cursor.fetchone()[0]
