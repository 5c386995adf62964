"""Switching a service of the cabinet off and on. Its data stay as they are."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from cms.audit import domain as audit
from lk_addon.cabinet.models import ServiceSwitch
from lk_addon.cabinet.services import services


@transaction.atomic
def switch_off(*, code, reason, message, until, hidden, actor):
    """Close the service ``code`` to everybody from the next request on (REQ-6.3).

    ``reason`` is for staff, ``message`` for members; ``until`` is a promise, not a timer.
    Raises ValidationError for an unknown service and one that is off already.
    """
    if code not in services():
        raise ValidationError("Такой услуги в кабинете нет.", code="unknown")
    try:
        with transaction.atomic():
            switch = ServiceSwitch.objects.create(
                code=code, reason=reason, message=message, until=until, hidden=hidden, off_by=actor
            )
    except IntegrityError:
        raise ValidationError("Услуга уже отключена.", code="off") from None
    audit.record("service.off", actor=actor, obj=switch, service=code, reason=reason)
    return switch


@transaction.atomic
def switch_on(*, code, actor):
    """Open the service again. Raises ValidationError when it is not off."""
    switch = ServiceSwitch.objects.select_for_update(no_key=True).filter(code=code, on_at=None).first()
    if switch is None:
        raise ValidationError("Услуга не отключена.", code="on")
    switch.on_at, switch.on_by = timezone.now(), actor
    switch.save(update_fields=["on_at", "on_by"])
    audit.record("service.on", actor=actor, obj=switch, service=code)
    return switch
