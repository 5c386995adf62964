"""Forms of annual reports: put together, copied, and left alone once somebody reported by them."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from cms.audit import domain as audit
from lk_addon.supervision.models import ReportForm


def _next_edition(year):
    return (ReportForm.objects.filter(year=year).aggregate(last=Max("edition"))["last"] or 0) + 1


def _record(action, form, actor, **data):
    audit.record(action, actor=actor, obj=form, year=form.year, form_edition=form.edition, is_open=form.is_open, **data)


@transaction.atomic
def save_form(*, form, actor):
    """Store a new form, or a correction of one by which nobody has reported yet. Raises ValidationError otherwise."""
    if form.pk is None:
        form.edition = _next_edition(form.year)
    else:
        stored = ReportForm.objects.select_for_update(no_key=True).get(pk=form.pk)
        if stored.is_used:
            raise ValidationError("По этой форме уже сданы отчёты. Сделайте новую редакцию.", code="used")
        if stored.year != form.year:
            form.edition = _next_edition(form.year)
    form.full_clean()
    form.save()
    _record("report_form.saved", form, actor)
    return form


@transaction.atomic
def copy_form(*, form, year, actor):
    """Make a closed copy of ``form`` as the next edition for ``year``; staff change it and open it."""
    copy = ReportForm(
        year=year, edition=_next_edition(year), ground=form.ground, sections=form.sections.get_prep_value()
    )
    copy.full_clean()
    copy.save()
    _record("report_form.copied", copy, actor, source=str(form))
    return copy


@transaction.atomic
def close_form(*, form, actor):
    """Take no more reports by ``form``; those that were submitted stay."""
    form = ReportForm.objects.select_for_update(no_key=True).get(pk=form.pk)
    form.is_open = False
    form.save(update_fields=["is_open"])
    _record("report_form.closed", form, actor)
    return form
