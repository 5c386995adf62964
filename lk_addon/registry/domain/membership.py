"""Changes of the register's entries."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from cms.audit import domain as audit
from lk_addon.registry.history import difference, snapshot
from lk_addon.registry.models import Member, RegistryChange
from lk_addon.registry.signals import entry_changed, member_excluded

Kind = RegistryChange.Kind


@audit.act()
def register_member(*, member, actor, ground=""):
    """Store a new entry with its heads. Raises ValidationError where it is not well formed."""
    member.full_clean()
    member.save()
    change = RegistryChange(kind=Kind.REGISTERED, entered_on=member.registered_at, ground=ground)
    _record(change, "member.registered", member, actor, old={}, new=snapshot(member))
    return member


@audit.act()
def correct_entry(*, member, actor, ground, event_on=None, reported_on=None, entered_on=None):
    """Store corrected values of an entry with its heads, and keep the version before them.

    ``ground`` names the document, ``event_on`` the day on which what it tells came about, ``reported_on`` the day on
    which the member told of it (REQ-L.4), ``entered_on`` the day from which the register shows it, today unless given.
    Values equal to those stored change nothing. Raises ValidationError where the entry is not well formed, and for
    an order of days that cannot be.
    """
    stored = Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    before = snapshot(stored)
    change = RegistryChange(
        kind=Kind.CORRECTED,
        entered_on=entered_on or timezone.localdate(),
        event_on=event_on,
        reported_on=reported_on,
        ground=ground,
    )
    member.full_clean()
    old, new = difference(before, snapshot(member))
    if old:
        _refuse_impossible_days(change, stored)
        member.save()
        _record(change, "member.changed", member, actor, old=old, new=new)
    return member


@audit.act()
def exclude_member(*, member, terminated_at, ground, document, actor):
    """End the membership on ``terminated_at`` (REQ-1.4, регламент п. 1.4; ГрК ст. 55.7).

    A date that has come closes the cabinet on the next request; a date to come
    closes it on that day by itself. ``document`` names the decision. An entry made by mistake leaves the public
    register; that may be noted of one whose membership is over, too.
    Raises ValidationError for a member already excluded, a date before admission, a mistake with a date to come.
    """
    member = Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    is_mistake = ground == Member.Ground.MISTAKE
    if member.is_mistaken or not (is_mistake or member.is_acting()):
        raise ValidationError("Членство уже прекращено.", code="excluded")
    if is_mistake and terminated_at > timezone.localdate():
        raise ValidationError("Ошибочную запись прекращают сегодняшним или прошедшим днём.", code="future")
    if terminated_at < member.registered_at:
        raise ValidationError("Членство не может прекратиться раньше, чем началось.", code="date")
    before = snapshot(member)
    member.terminated_at = terminated_at
    member.termination_ground = ground
    member.termination_document = document
    member.full_clean()
    member.save()
    old, new = difference(before, snapshot(member))
    change = RegistryChange(kind=Kind.EXCLUDED, event_on=terminated_at, ground=document)
    change.entered_on = max(timezone.localdate(), _last_entered(member))
    _record(
        change,
        "member.excluded",
        member,
        actor,
        old=old,
        new=new,
        terminated_at=terminated_at,
        termination_ground=ground,
    )
    member_excluded.send(sender=Member, member=member, actor=actor)
    return member


@audit.act()
def cancel_exclusion(*, member, ground, actor):
    """Take an exclusion back: before its day has come, or one that was entered by mistake.

    ``ground`` names the document or says what the mistake was. From the next request on the cabinet is open to those
    whose mandates stand; links and letters that the exclusion has closed stay closed.
    Raises ValidationError where there is no exclusion or no ground, and where the ИНН has another acting entry.
    """
    member = Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    if member.terminated_at is None:
        raise ValidationError("Прекращение членства не внесено: отменять нечего.", code="acting")
    if not ground:
        raise ValidationError("Назовите документ или причину отмены.", code="ground")
    before = snapshot(member)
    terminated_at = member.terminated_at
    member.terminated_at, member.termination_ground, member.termination_document = None, "", ""
    member.full_clean()
    member.save()
    old, new = difference(before, snapshot(member))
    change = RegistryChange(kind=Kind.RESTORED, ground=ground)
    change.entered_on = max(timezone.localdate(), _last_entered(member))
    _record(change, "member.exclusion_cancelled", member, actor, old=old, new=new, terminated_at=terminated_at)
    return member


def _record(change, action, member, actor, *, old, new, **details):
    """Keep the version, tell the journal and whoever listens."""
    change.member, change.recorded_by = member, actor
    change.old, change.new = old, new
    change.full_clean()
    change.save(force_insert=True)
    changed = sorted(new) if old else []
    audit.record(
        action,
        actor=actor,
        obj=member,
        number=member.registration_number,
        changed=changed,
        change=change.pk,
        document=change.ground,
        **details,
    )
    entry_changed.send(sender=Member, member=member, change=change, actor=actor)


def _refuse_impossible_days(change, member):
    if not change.ground:
        raise ValidationError("Назовите документ, по которому изменяются сведения.", code="ground")
    if change.entered_on > timezone.localdate():
        raise ValidationError("Сведения не вносятся будущим числом.", code="future")
    if change.entered_on < _last_entered(member):
        raise ValidationError("После этого дня в запись уже вносились изменения.", code="order")
    if change.event_on and change.reported_on and change.reported_on < change.event_on:
        raise ValidationError("Сообщить о событии можно не раньше, чем оно случилось.", code="reported")


def _last_entered(member):
    """Return the day of the last change that the register keeps, the day of the entry itself where there is none."""
    return member.changes.values_list("entered_on", flat=True).first() or member.registered_at
