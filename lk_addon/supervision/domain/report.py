"""Annual reports: taken in, looked at, accepted or returned (REQ-3.1.V10)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cms.audit import domain as audit
from cms.core.uploads import OwnFile
from cms.outbox.domain import enqueue
from lk_addon.supervision.models import AnnualReport, ReportRemark, ReportVersion
from lk_addon.supervision.papers import report_pdf

State = AnnualReport.State


def _record(action, report, actor, **data):
    audit.record(action, actor=actor, obj=report, member=report.member.registration_number, year=report.year, **data)


def _locked(report, *states):
    report = (
        AnnualReport.objects.select_for_update(no_key=True, of=("self",)).select_related("member").get(pk=report.pk)
    )
    if report.state not in states:
        raise ValidationError(f"Отчёт уже {report.get_state_display()}.", code="state")
    return report


@transaction.atomic
def submit_report(*, member, year, file=None, form=None, answers=None, letter=None, actor):
    """Take in the report of ``member`` for ``year``: its first version, or the next one of a returned one.

    It is a ``file``, or ``answers`` to the questions of ``form`` sent by ``letter``; those are printed by a worker.
    Raises ValidationError for a year that is not over, and while a version is being looked at or accepted.
    """
    if year >= timezone.localdate().year:
        raise ValidationError("Год ещё не закончился.", code="year")
    report = AnnualReport.objects.select_for_update(no_key=True).filter(member=member, year=year).first()
    if report is None:
        report = AnnualReport(member=member, year=year)
    elif report.state != State.RETURNED:
        raise ValidationError(f"Отчёт за {year}\u00a0год уже {report.get_state_display()}.", code="state")
    report.state, report.submitted_at, report.decided_at = State.SUBMITTED, timezone.now(), None
    report.full_clean()
    report.save()
    version = ReportVersion(
        report=report,
        number=report.versions.count() + 1,
        file=file or "",
        form=form,
        answers=answers or {},
        letter=letter,
    )
    version.full_clean(exclude=["file_name"])
    version.save()
    if not file:
        enqueue("supervision.report_paper", key=f"supervision.report_paper:{version.pk}", version=version.pk)
    _record("report.received", report, actor, version=version.number)
    return report


@transaction.atomic
def start_review(*, report, actor):
    """Begin to look at what was submitted."""
    report = _locked(report, State.SUBMITTED)
    report.state = State.UNDER_REVIEW
    report.save(update_fields=["state"])
    _record("report.review_started", report, actor)
    return report


@transaction.atomic
def accept_report(*, report, actor):
    """Accept the report; nothing of it changes afterwards."""
    report = _locked(report, State.SUBMITTED, State.UNDER_REVIEW)
    report.state, report.decided_at = State.ACCEPTED, timezone.now()
    report.save(update_fields=["state", "decided_at"])
    _record("report.accepted", report, actor)
    return report


@transaction.atomic
def return_report(*, report, remark, actor):
    """Send the report back with a remark to its last version."""
    report = _locked(report, State.SUBMITTED, State.UNDER_REVIEW)
    ReportRemark.objects.create(report=report, version=report.versions.first(), text=remark, author=actor)
    report.state, report.decided_at = State.RETURNED, timezone.now()
    report.save(update_fields=["state", "decided_at"])
    _record("report.returned", report, actor)
    return report


def print_version(*, version_id):
    """Keep the paper of a version that was filled in in the cabinet; done twice it changes nothing."""
    version = ReportVersion.objects.select_related("report__member", "form", "letter__thread").get(pk=version_id)
    if version.file:
        return
    content = report_pdf(version)
    with transaction.atomic():
        locked = ReportVersion.objects.select_for_update(no_key=True, of=("self",)).get(pk=version_id)
        if not locked.file:
            name = f"Отчёт за {version.report.year} год, версия {version.number}.pdf"
            locked.file = OwnFile(content, name=name)
            locked.save(update_fields=["file", "file_name"])
