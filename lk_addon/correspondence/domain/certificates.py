"""Issuing «Справка о недоступности» of an outage of the cabinet that is over."""

import hashlib
import json

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

from cms.audit import domain as audit
from cms.core.frame import frame
from cms.core.pdf import render_pdf
from lk_addon.cabinet.throttle import within_limit
from lk_addon.correspondence.domain.numbering import next_number
from lk_addon.correspondence.models import NumberSeries, UnavailabilityCertificate
from lk_addon.registry.extracts import seal
from lk_addon.registry.models import Member

A_MEMBER_AN_HOUR = 10
TEMPLATES = ("lk_addon/correspondence/paper/unavailability.html", "lk_addon/correspondence/paper/letter.css")
FACTS = ("number", "title", "services", "starts_at", "ends_at", "issued_at")
REASON = "Справка о недоступности личного кабинета"


@transaction.atomic
def issue_certificate(*, member, outage, actor):
    """Return the certificate of the window of ``outage`` for ``member``: the one that exists, or a new one.

    Making one takes about a second. Raises ValidationError for an outage that still runs, when too many are asked
    for within an hour, and when the configured seal cannot be put.
    """
    if outage.ends_at is None or outage.ends_at > timezone.now():
        raise ValidationError("Перерыв ещё не закончился: справку можно получить после него.", code="running")
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)  # a double click makes one
    window = {"starts_at": outage.starts_at, "ends_at": outage.ends_at}
    known = UnavailabilityCertificate.objects.filter(member=member, outage=outage, **window).first()
    if known is not None:
        return known
    if not within_limit(f"unavailability:{member.pk}", A_MEMBER_AN_HOUR, 60 * 60):
        raise ValidationError("За последний час выдано слишком много справок. Попробуйте позже.", code="often")
    certificate = UnavailabilityCertificate(
        number=next_number(NumberSeries.Code.OUTAGE),
        member=member,
        outage=outage,
        title=outage.title,
        services=", ".join(outage.service_titles)[:1000],
        issued_by=actor,
        **window,
    )
    certificate.facts_sha256 = _digest(certificate)
    written = _written(certificate)
    certificate.sha256 = hashlib.sha256(written).hexdigest()
    certificate.file.save(certificate.file_name, ContentFile(written), save=False)
    certificate.save(force_insert=True)
    audit.record(
        "unavailability.certified",
        actor=actor,
        obj=certificate,
        number=certificate.number,
        member=member.registration_number,
        starts_at=certificate.starts_at,
        ends_at=certificate.ends_at,
        sha256=certificate.sha256,
    )
    return certificate


def _digest(certificate):
    said = {
        name: getattr(certificate, name)
        for name in ("number", "title", "services", "starts_at", "ends_at", "issued_at")
    }
    said["member"] = certificate.member.registration_number
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, cls=DjangoJSONEncoder)
    return hashlib.sha256(text.encode()).hexdigest()


def _written(certificate):
    try:
        certificate.sealed_by = seal.seal_name()
        context = {
            "certificate": certificate,
            "organization": frame().organization,
            "sealed_by": certificate.sealed_by,
            "lasted": certificate.ends_at - certificate.starts_at,
        }
        paper = render_pdf(*TEMPLATES, context)
        return seal.put_seal(paper, reason=REASON) if certificate.sealed_by else paper
    except seal.SealError as error:
        raise ValidationError(
            "Сейчас справку нельзя заверить печатью, поэтому она не выдана. Сообщите об этом в СРО.", code="seal"
        ) from error
