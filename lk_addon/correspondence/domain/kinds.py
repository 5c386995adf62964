"""What staff change of kinds without a release: the row itself, and its terms by rows with a day (REQ-7.3)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cms.audit import domain as audit
from lk_addon.correspondence.models import KindTerms, ReplyTemplate, SubmissionKind


@transaction.atomic
def save_kind(*, kind, changed, actor):
    """Store a kind. Raises ValidationError for one that is switched off without saying what to do instead."""
    SubmissionKind.objects.select_for_update(no_key=True).get(pk=kind.pk)
    if not kind.is_on and not kind.off_message.strip():
        raise ValidationError({"off_message": "Напишите, что делать члену СРО, пока вид не принимается."})
    kind.full_clean()
    kind.save()
    audit.record("kind.saved", actor=actor, obj=kind, kind=kind.code, changed=sorted(changed))
    return kind


@transaction.atomic
def save_terms(*, terms, actor):
    """Store terms that hold from their day on, until the next row.

    Raises ValidationError for a day that has passed: what was sent since then was taken in on other terms.
    """
    SubmissionKind.objects.select_for_update(no_key=True).get(pk=terms.kind_id)
    if terms.valid_from < timezone.localdate():
        raise ValidationError({"valid_from": "Условия вводят с сегодняшнего или будущего дня."})
    terms.full_clean()
    before = KindTerms.objects.filter(kind=terms.kind, valid_from__lt=terms.valid_from).first()
    terms.save(force_insert=True)
    audit.record(
        "kind.terms_saved",
        actor=actor,
        obj=terms,
        kind=terms.kind.code,
        valid_from=terms.valid_from,
        ground=terms.ground,
        values=_values(before, terms),
    )
    return terms


def _values(before, terms):
    """Return what is another than before, in words of the fields."""
    told = []
    for name in ("signature_policy", "answer_workdays", "member_workdays"):
        was, now = (getattr(row, name) if row else None for row in (before, terms))
        if was != now:
            told.append(f"{KindTerms._meta.get_field(name).verbose_name}: {was} → {now}")
    return told


@transaction.atomic
def save_template(*, template, actor):
    """Store a template of answers. Raises ValidationError for a placeholder that is not known."""
    template.full_clean()
    template.save()
    audit.record("reply_template.saved", actor=actor, obj=template, title=template.title, offered=template.is_on)
    return template


def templates_for(thread):
    """Return the templates that an answer in ``thread`` may begin with."""
    offered = ReplyTemplate.objects.filter(is_on=True)
    return offered.filter(department=None) | offered.filter(department=thread.department_id)
