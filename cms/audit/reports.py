"""The journal in the back office: read, searched, filtered, exported; never changed."""

import json
import re

import django_filters
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from cms.audit.actions import action_choices, action_label, detail_label, value_label
from cms.audit.models import AuditEntry

DAY = re.compile(r"\d{4}-\d\d-\d\d")
MOMENT = re.compile(DAY.pattern + r"T\d\d:\d\d.*(Z|[+-]\d\d:\d\d)")
DANGEROUS_STARTS = ("=", "+", "-", "@", "\t", "\r")


def as_text(value):
    """Keep a spreadsheet from taking the value for a formula when it opens a CSV file."""
    return f"'{value}" if value.startswith(DANGEROUS_STARTS) else value


def details(entry):
    """Return an entry's data in one line for people."""
    data = entry.data
    if "changed" in data:
        data = data | {"changed": [field_label(entry, name) for name in data["changed"]]}
    return pairs(data) or "—"


def pairs(data):
    """Return names and values in one line."""
    return "; ".join(f"{detail_label(name)}: {as_words(name, value)}" for name, value in data.items())


def field_label(entry, name):
    """Return what the entry's model calls its field ``name``, or the name where the model has no such field."""
    try:
        return str(apps.get_model(entry.object_type)._meta.get_field(name).verbose_name)
    except (LookupError, ValueError, FieldDoesNotExist, AttributeError):
        return name


def as_words(name, value):
    """Return the value of the detail ``name`` as people write it: moments in Moscow, codes by their names."""
    match value:
        case bool() | None:
            return {True: "да", False: "нет", None: "—"}[value]
        case list():
            return ", ".join(as_words(name, item) for item in value) or "—"
        case dict():
            return pairs(value)
        case str():
            return day_or_moment(value) or str(value_label(name, value)) or "—"
        case _:
            return str(value)


def day_or_moment(text):
    """Return a written day or moment as people write it, in Moscow; None for any other text."""
    if MOMENT.fullmatch(text):
        return date_format(localtime(parse_datetime(text)), "d.m.Y H:i")
    if DAY.fullmatch(text):
        return date_format(parse_date(text), "d.m.Y")
    return None


def named_object(entry):
    """Return what the entry is about: the kind in Russian and the number; old kinds as they were written."""
    if not entry.object_type:
        return "—"
    try:
        kind = apps.get_model(entry.object_type)._meta.verbose_name
    except LookupError:
        kind = entry.object_type
    return f"{kind} № {entry.object_id}"


class JournalFilterSet(WagtailFilterSet):
    """Who, what and when."""

    action = django_filters.ChoiceFilter(label="Действие", choices=action_choices)
    actor = django_filters.CharFilter(label="Кто (почта)", field_name="actor__email", lookup_expr="icontains")
    object_id = django_filters.CharFilter(label="Номер объекта")
    at = django_filters.DateFromToRangeFilter(label="Когда", widget=DateRangePickerWidget)

    class Meta:
        model = AuditEntry
        fields = []


class JournalView(ReportView):
    """Entries, newest first (REQ-4.1)."""

    page_title = "Журнал действий"
    header_icon = "clipboard-list"
    index_url_name = "audit_journal"
    index_results_url_name = "audit_journal_results"
    filterset_class = JournalFilterSet
    default_ordering = "-pk"
    is_searchable = True
    search_backend_name = None
    search_fields = ["action", "object_type", "object_id", "actor__email", "actor__last_name"]
    queryset = AuditEntry.objects.select_related("actor")
    permission_policy = ModelPermissionPolicy(AuditEntry)
    permission_required = "view"
    columns = [
        Column("at", label="Когда", accessor=lambda entry: date_format(localtime(entry.at), "d.m.Y H:i:s")),
        Column("actor", label="Кто", accessor=lambda entry: entry.actor or "система"),
        Column("action", label="Действие", accessor=lambda entry: action_label(entry.action)),
        Column("object", label="Объект", accessor=named_object),
        Column("ip_address", label="Адрес", accessor=lambda entry: entry.ip_address or "—"),
        Column("data", label="Подробности", accessor=details),
    ]
    export_filename = "zhurnal-deystviy"
    list_export = ["pk", "at", "actor", "action", "object_type", "object_id", "ip_address", "data", "hash"]
    export_headings = {
        "pk": "№",
        "at": "Когда",
        "actor": "Кто",
        "action": "Действие",
        "object_type": "Вид объекта",
        "object_id": "Номер объекта",
        "ip_address": "Адрес",
        "data": "Подробности",
        "hash": "Хеш",
    }
    custom_field_preprocess = {
        "actor": {
            ReportView.FORMAT_CSV: lambda actor: as_text(str(actor or "система")),
            ReportView.FORMAT_XLSX: lambda actor: str(actor or "система"),
        }
    }
    custom_value_preprocess = ReportView.custom_value_preprocess | {
        str: {ReportView.FORMAT_CSV: as_text},
        dict: {fmt: lambda data: json.dumps(data, ensure_ascii=False) for fmt in ReportView.FORMATS},
    }
