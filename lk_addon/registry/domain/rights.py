"""Decisions upon the right to perform works, and what follows from them (ГрК ст. 55.8, 55.15)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cms.audit import domain as audit
from lk_addon.registry.models import OBJECT_CATEGORIES, Category, Member, RightDecision, RightState, WorkRight
from lk_addon.registry.periods import ALLOWED_IN, live, periods_of, state_on
from lk_addon.registry.signals import right_changed

Kind = RightDecision.Kind

#: What the journal calls the decisions.
ACTIONS = {
    Kind.GRANT: "right.granted",
    Kind.SUSPEND: "right.suspended",
    Kind.RESUME: "right.resumed",
    Kind.TERMINATE: "right.terminated",
    Kind.RESTRICT: "right.competition_restricted",
    Kind.LIFT: "right.restriction_lifted",
    Kind.CANCEL: "right.decision_cancelled",
}
REFUSALS = {
    Kind.GRANT: "Право на эту категорию объектов уже есть.",
    Kind.SUSPEND: "Приостановить можно только действующее право.",
    Kind.RESUME: "Право не приостановлено.",
    Kind.TERMINATE: "Прекратить можно только право, которое есть.",
    Kind.RESTRICT: "Ограничение уже действует.",
    Kind.LIFT: "Ограничения нет.",
}


def grant_right(*, member, categories, actor, **document):
    """Give the right to works at objects of these categories.

    ``document`` holds ``body``, ``protocol_no``, ``date`` and, where they are known, ``effective_from`` (the day of
    the decision when not given) and ``text``; it is the same for every decision below.
    Raises ValidationError where the right is there already, and for a day before admission or after exclusion.
    """
    return _decide(Kind.GRANT, member, categories, actor, **document)


def suspend_right(*, member, actor, categories=None, **document):
    """Suspend the right, for every category in which it is active when none is named (ГрК ст. 55.15 ч. 2).

    ``document`` may hold ``until``, the last day; the right is active again on the next one.
    """
    return _decide(Kind.SUSPEND, member, categories, actor, **document)


def resume_right(*, member, actor, categories=None, **document):
    """Resume the right, for every category in which it is suspended when none is named."""
    return _decide(Kind.RESUME, member, categories, actor, **document)


def terminate_right(*, member, actor, categories=None, **document):
    """End the right for good, for every category in which there is one when none is named."""
    return _decide(Kind.TERMINATE, member, categories, actor, **document)


def restrict_competition(*, member, actor, **document):
    """Bar the member from new contracts won in competition; ``document`` may hold ``until``, the last day."""
    return _decide(Kind.RESTRICT, member, [Category.COMPETITIVE], actor, **document)


def lift_restriction(*, member, actor, **document):
    """Let the member compete again."""
    return _decide(Kind.LIFT, member, [Category.COMPETITIVE], actor, **document)


@transaction.atomic
def cancel_decision(*, decision, body, protocol_no, date, actor, text=""):
    """Undo the last decision upon its category, as if it had never been: a mistake, or a court's judgment.

    Raises ValidationError for any but the last one that counts.
    """
    member = Member.objects.select_for_update(no_key=True).get(pk=decision.member_id)
    counted = live(_decisions(member, decision.category))
    if not counted or counted[-1].pk != decision.pk:
        raise ValidationError("Отменить можно только последнее действующее решение.", code="not_last")
    row = RightDecision(
        member=member,
        kind=Kind.CANCEL,
        category=decision.category,
        body=body,
        protocol_no=protocol_no,
        date=date,
        effective_from=date,
        text=text,
        cancels=decision,
        recorded_by=actor,
    )
    _store([row], member, actor)
    return row


@transaction.atomic
def _decide(kind, member, categories, actor, *, body, protocol_no, date, effective_from=None, until=None, text=""):
    member = Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    effective_from = effective_from or date
    if effective_from < member.registered_at or not member.is_acting(effective_from):
        raise ValidationError("В этот день организация не является членом СРО.", code="not_member")
    rows = [
        RightDecision(
            member=member,
            kind=kind,
            category=category,
            body=body,
            protocol_no=protocol_no,
            date=date,
            effective_from=effective_from,
            until=until,
            text=text,
            recorded_by=actor,
        )
        for category in _allowed(kind, member, categories, effective_from)
    ]
    _store(rows, member, actor)
    return rows


def _allowed(kind, member, categories, day):
    """Return the categories to decide upon; refuse those that the decision does not fit."""
    named = categories is not None
    fitting = []
    for category in categories if named else OBJECT_CATEGORIES:
        decisions = live(_decisions(member, category))
        period = state_on(periods_of(decisions), day)
        if (period and period.state) not in ALLOWED_IN[kind]:
            if named:
                raise ValidationError(REFUSALS[kind], code="state")
            continue
        if decisions and decisions[-1].effective_from > day:
            raise ValidationError(f"Есть более позднее решение: {decisions[-1]}.", code="order")
        fitting.append(category)
    if not fitting:
        raise ValidationError(REFUSALS[kind], code="state")
    return fitting


def _decisions(member, category):
    return list(RightDecision.objects.filter(member=member, category=category))


def _store(rows, member, actor):
    """Add the decisions, make the periods anew, tell the journal and whoever listens."""
    for row in rows:
        row.full_clean()
        row.save(force_insert=True)
    rebuild_periods(member, {row.category for row in rows})
    Member.objects.filter(pk=member.pk).update(updated_at=timezone.now())
    first = rows[0]
    audit.record(
        ACTIONS[first.kind],
        actor=actor,
        obj=member,
        number=member.registration_number,
        categories=[row.category for row in rows],
        document=first.document,
        effective_from=first.effective_from,
        **({"until": first.until} if first.until else {}),
    )
    right_changed.send(sender=Member, member=member, decisions=rows, actor=actor)


def rebuild_periods(member, categories):
    """Make the member's periods of these categories anew from the decisions."""
    WorkRight.objects.filter(member=member, category__in=categories).delete()
    WorkRight.objects.bulk_create(
        WorkRight(
            member=member,
            category=category,
            state=RightState(period.state),
            since=period.since,
            until=period.until,
            decision=period.decision,
        )
        for category in categories
        for period in periods_of(_decisions(member, category))
    )
