"""The register's own tabs of the member's page, and its timeline."""

from django.apps import apps
from django.core.paginator import Paginator
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from cms.audit.actions import action_label
from cms.audit.models import AuditEntry
from cms.audit.reports import details
from lk_addon.registry.entry import changed_fields, entry_rows
from lk_addon.registry.models import Fund, RegistryChange, RightDecision
from lk_addon.registry.periods import live
from lk_addon.registry.queries import contributions_of, decisions_of, funds_of, levels_on, rights_on
from lk_addon.registry.sources import with_sources
from lk_addon.registry.timeliness import ReportTerms

TIMELINE_PAGE = 50
LATEST_CHANGES = 20

#: Model → the way from its row to the member, in words of a query.
_objects = {"registry.member": "pk"}


def register_timeline(label, member="member"):
    """Let the timeline tell of rows of the model ``label`` («accounts.mandate»).

    ``member`` is the way from a row to its member: «member», «inspection__member». Raises ValueError when the model
    is there already.
    """
    if label in _objects:
        raise ValueError(f"the timeline tells of {label!r} already")
    _objects[label] = member


def entry_panel(request, member):
    """The card, and the latest versions of it with who entered them."""
    terms = ReportTerms()
    changes = [
        (change, changed_fields(change), terms.report(event_on=change.event_on, reported_on=change.reported_on))
        for change in with_sources(request.user, member.changes.select_related("recorded_by")[:LATEST_CHANGES])
    ]
    return {"groups": entry_rows(member), "changes": changes, "changes_total": member.changes.count()}


def rights_panel(request, member):
    """Rights, levels, and the decisions with those that can be undone."""
    decisions = with_sources(request.user, decisions_of(member).select_related("recorded_by"))
    counted = live(decisions)
    last = {decision.category: decision.pk for decision in counted}
    return {
        "rights": rights_on(member),
        "levels": levels_on(member).items(),
        "member_levels": with_sources(request.user, member.levels.order_by("-fund", "-since")),
        "decisions": reversed(decisions),
        "undoable": set(last.values()) if request.user.has_perm("registry.add_rightdecision") else set(),
        "cancel_kind": RightDecision.Kind.CANCEL,
    }


def funds_panel(request, member):
    """Contributions to both funds, those annulled too."""
    rows = contributions_of(member, annulled=True).select_related("recorded_by")
    return {
        "funds": [(state, [row for row in rows if row.fund == state.fund]) for state in funds_of(member)],
        "may_annul": request.user.has_perm("registry.annul_fundcontribution"),
        "fund_names": Fund,
    }


def timeline_panel(request, member):
    """What the journal tells of the member and of rows that other apps have about it, newest first."""
    wanted = Q()
    for label, way in _objects.items():
        rows = apps.get_model(label)._default_manager.filter(**{way: member.pk}).order_by()
        wanted |= Q(object_type=label, object_id__in=rows.values_list(Cast("pk", TextField())))
    entries = AuditEntry.objects.filter(wanted).select_related("actor").order_by("-pk")
    page = Paginator(entries, TIMELINE_PAGE).get_page(request.GET.get("p"))
    versions = RegistryChange.objects.in_bulk([entry.data["change"] for entry in page if "change" in entry.data])
    return {"page": page, "events": [_event(entry, versions) for entry in page]}


def _event(entry, versions):
    version = versions.get(entry.data.get("change"))
    return {
        "entry": entry,
        "title": action_label(entry.action),
        "details": details(entry),
        "fields": changed_fields(version) if version else [],
    }
