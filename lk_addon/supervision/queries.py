"""Which inspections, reports and specialists somebody sees, and what control is due."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case, Count, Exists, F, Max, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from cms.workdays.periods import years_later
from lk_addon.registry.models import Member
from lk_addon.supervision.models import (
    AnnualReport,
    ControlTerms,
    DisciplinaryAction,
    Inspection,
    PresentedFile,
    ReportVersion,
    RequestedDocument,
    Specialist,
    SpecialistDocument,
    Violation,
)

State = Inspection.State


@dataclass(frozen=True)
class AwaitedReport:
    """The annual report that a member has to submit: for which year, until when, and whether that day has passed."""

    year: int
    due: date
    is_overdue: bool


def terms_on(day=None):
    """Return the :class:`ControlTerms` that hold on that day; before the first of them, the first."""
    day = day or timezone.localdate()
    terms = ControlTerms.objects.filter(valid_from__lte=day).order_by("-valid_from").first()
    return terms or ControlTerms.objects.earliest("valid_from")


def inspections_of(member):
    """Inspections that ``member`` sees: those it was told of, and its rows of published plans (REQ-3.1.V3)."""
    told = Q(notified_at__isnull=False) | Q(plan__published_at__isnull=False)
    return Inspection.objects.filter(told, member=member)


def with_public_result(member):
    """Inspections of ``member`` that have their act: day, kind and result are public (315-ФЗ ст. 7.1)."""
    return Inspection.objects.filter(member=member).exclude(act_no="").order_by("-act_date", "-pk")


def planned_publicly(member):
    """Inspections of ``member`` that stand in a published plan and have not begun."""
    waiting = (State.PLANNED, State.NOTIFIED, State.DOCUMENTS_REQUESTED)
    return Inspection.objects.filter(member=member, plan__published_at__isnull=False, state__in=waiting).order_by(
        "start"
    )


def documents_of(member):
    """Items of the lists of requested documents that ``member`` sees."""
    return RequestedDocument.objects.filter(inspection__in=inspections_of(member))


def presented_files_of(member):
    """Files that were sent through the cabinet for items of the lists that ``member`` sees."""
    return PresentedFile.objects.filter(document__in=documents_of(member)).select_related("file")


def missing_documents_of(member):
    """Inspections that still wait for a required document from ``member``, by the day it is due."""
    missing = RequestedDocument.objects.filter(
        inspection=OuterRef("pk"),
        is_required=True,
        state__in=(RequestedDocument.State.AWAITED, RequestedDocument.State.RETURNED),
    )
    waiting = (State.DOCUMENTS_REQUESTED, State.IN_PROGRESS)
    return (
        inspections_of(member)
        .filter(Exists(missing), state__in=waiting, documents_due__isnull=False)
        .order_by("documents_due")
    )


def measures_of(member):
    """Disciplinary measures taken against ``member``."""
    return DisciplinaryAction.objects.filter(member=member)


def violations_open_of(member):
    """Violations that ``member`` still has to cure by a day, nearest first."""
    return (
        Violation.objects.filter(inspection__in=inspections_of(member), cured_at=None, cure_by__isnull=False)
        .exclude(inspection__state__in=Inspection.FINAL)
        .select_related("inspection")
        .order_by("cure_by")
    )


def reports_of(member):
    """Annual reports that ``member`` submitted, with the numbers of versions and remarks (REQ-3.1.V10)."""
    return AnnualReport.objects.filter(member=member).annotate(
        version_count=Count("versions", distinct=True), remark_count=Count("remarks", distinct=True)
    )


def report_versions_of(member):
    """Versions of reports that ``member`` submitted."""
    return ReportVersion.objects.filter(report__member=member)


def report_due(year):
    """Return the last day for the report of ``year`` by the terms in force on the first day after it."""
    terms = terms_on(date(year + 1, 1, 1))
    return date(year + 1, terms.report_month, terms.report_day)


def awaited_report(member, on=None):
    """Return the year that ``member`` has to report for now, with the last day for it, or None.

    Awaited is last year's report until it is submitted; a returned one is awaited again.
    Who joined this year has nothing to report of the last.
    """
    on = on or timezone.localdate()
    year = on.year - 1
    given = AnnualReport.objects.filter(member=member, year=year).exclude(state=AnnualReport.State.RETURNED)
    if member.registered_at.year > year or given.exists():
        return None
    terms = terms_on(on)
    due = date(on.year, terms.report_month, terms.report_day)
    return AwaitedReport(year=year, due=due, is_overdue=due < on)


def report_terms(member, since, until):
    """Return (year, day) of the annual reports that ``member`` has to submit on days from ``since`` to ``until``."""
    years = range(max(since.year - 1, member.registered_at.year), until.year)
    given = set(
        AnnualReport.objects.filter(member=member, year__in=years)
        .exclude(state=AnnualReport.State.RETURNED)
        .values_list("year", flat=True)
    )
    found = []
    for year in years:
        terms = terms_on(date(year + 1, 1, 1))
        due = date(year + 1, terms.report_month, terms.report_day)
        if year not in given and since <= due <= until:
            found.append((year, due))
    return found


def with_qualification(specialists, on=None):
    """Annotate specialists with ``qualification``: what their independent assessment is worth on that day."""
    on = on or timezone.localdate()
    soon = on + timedelta(days=terms_on(on).qualification_warning_days)
    worth = Specialist.Qualification
    return specialists.annotate(
        qualification=Case(
            When(nok_valid_to=None, then=Value(worth.NONE)),
            When(nok_valid_to__lt=on, then=Value(worth.EXPIRED)),
            When(nok_valid_to__lte=soon, then=Value(worth.ENDING)),
            default=Value(worth.VALID),
        )
    )


def specialists_of(member):
    """Specialists who work for ``member`` now, with ``qualification`` and number of documents (REQ-3.2.2.N6)."""
    working = Specialist.objects.filter(member=member, left_at=None)
    return with_qualification(working).annotate(document_count=Count("documents"))


def specialist_shortage(member):
    """Return how many specialists of the national register ``member`` lacks at their main place of work.

    The least number is a term of law (ГрК ст. 55.5 ч. 6).
    """
    counted = Specialist.objects.filter(
        member=member,
        left_at=None,
        role=Specialist.Role.ORGANISER,
        employment=Specialist.Employment.MAIN,
    ).exclude(nrs_number="")
    return max(terms_on().least_specialists - counted.count(), 0)


def specialist_documents_of(member):
    """Documents of specialists who work for ``member`` now."""
    return SpecialistDocument.objects.filter(specialist__member=member, specialist__left_at=None)


def with_last_planned(members):
    """Annotate members with ``last_planned``: when their last planned inspection began, or when they joined."""
    planned = Q(inspections__kind=Inspection.Kind.PLANNED) & ~Q(
        inspections__state__in=(State.CANCELLED, State.POSTPONED)
    )
    return members.annotate(
        last_planned=Coalesce(Max("inspections__start", filter=planned), F("registered_at")),
    )


def planned_in(year):
    """Planned inspections that begin in ``year``, cancelled ones left out."""
    return Inspection.objects.filter(kind=Inspection.Kind.PLANNED, start__year=year).exclude(state=State.CANCELLED)


def members_for_plan(year):
    """Acting members whose planned inspection falls due in ``year`` or before, and who have none in it.

    Not less than once in so many years, not more often than so many times a year (315-ФЗ ст. 9);
    the longest without inspection first. Each has ``last_planned``.
    """
    terms = terms_on(date(year, 1, 1))
    in_year = planned_in(year).filter(member=OuterRef("pk"))
    horizon = years_later(date(year, 12, 31), -terms.at_least_every_years)
    return (
        with_last_planned(Member.objects.acting().filter(~Exists(in_year)))
        .filter(last_planned__lte=horizon)
        .order_by("last_planned", "pk")
    )


def members_overdue(on=None):
    """Acting members without a planned inspection for longer than allowed, none being set; longest first."""
    on = on or timezone.localdate()
    horizon = years_later(on, -terms_on(on).at_least_every_years)
    return with_last_planned(Member.objects.acting(on)).filter(last_planned__lt=horizon).order_by("last_planned", "pk")


def card_of(member):
    """Inspections that ``member`` sees with everything that their cards show."""
    parts = ("subjects", "documents__presented__file", "violations", "measures", "steps")
    return inspections_of(member).select_related("plan").prefetch_related(*parts)
