"""The journal in the back office: read, searched, filtered, exported; never changed."""

import json
import re
from decimal import Decimal

import django_filters
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from cms.audit import domain as audit
from cms.audit.actions import action_choices, action_label, detail_label, value_label
from cms.audit.models import AuditEntry
from cms.core import exports

DAY = re.compile(r"\d{4}-\d\d-\d\d")
SUM = re.compile(r"-?\d{1,15}(\.\d{1,2})?")
MOMENT = re.compile(DAY.pattern + r"T\d\d:\d\d.*(Z|[+-]\d\d:\d\d)")


def details(entry):
    """Return an entry's data in one line for people."""
    data = entry.data
    if "changed" in data:
        data = data | {"changed": [field_label(entry, name) for name in data["changed"]]}
    return pairs(data, entry.action) or "—"


def pairs(data, action):
    """Return names and values in one line, in the words of ``action``."""
    return "; ".join(f"{detail_label(name, action)}: {as_words(name, value, action)}" for name, value in data.items())


def field_label(entry, name):
    """Return what the entry's model calls its field ``name``, or the name where the model has no such field."""
    try:
        return str(apps.get_model(entry.object_type)._meta.get_field(name).verbose_name)
    except (LookupError, ValueError, FieldDoesNotExist, AttributeError):
        return name


def as_words(name, value, action):
    """Return the value of the detail ``name`` as people write it: moments in Moscow, codes by their names."""
    match value:
        case bool() | None:
            return {True: "да", False: "нет", None: "—"}[value]
        case list():
            return ", ".join(as_words(name, item, action) for item in value) or "—"
        case dict():
            return pairs(value, action)
        case str():
            return day_or_moment(value) or sum_of_money(name, value, action) or str(value_label(name, value)) or "—"
        case _:
            return str(value)


def day_or_moment(text):
    """Return a written day or moment as people write it, in Moscow; None for any other text."""
    if MOMENT.fullmatch(text):
        return date_format(localtime(parse_datetime(text)), "d.m.Y H:i")
    if DAY.fullmatch(text):
        return date_format(parse_date(text), "d.m.Y")
    return None


def sum_of_money(name, text, action):
    """Return a written sum with its kopecks, of a detail that is called so («цена, ₽»); None for any other text."""
    if detail_label(name, action).endswith("₽") and SUM.fullmatch(text):
        return number_format(Decimal(text), decimal_pos=2, force_grouping=True)
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


def cells(entry):
    """Return the entry as a row of a file: whole, as the chain of hashes has it, and in words."""
    return [
        entry.pk,
        entry.at,
        str(entry.actor or "система"),
        action_label(entry.action),
        entry.action,
        entry.object_type,
        entry.object_id,
        entry.ip_address,
        details(entry),
        json.dumps(entry.data, ensure_ascii=False),
        entry.hash,
    ]


TITLES = [
    "№",
    "Когда",
    "Кто",
    "Действие",
    "Код действия",
    "Вид объекта",
    "Номер объекта",
    "Адрес",
    "Подробности",
    "Подробности дословно",
    "Хеш",
]


class JournalFilterSet(WagtailFilterSet):
    """Who, what, when, from where, and about which member."""

    action = django_filters.ChoiceFilter(label="Действие", choices=action_choices)
    actor = django_filters.CharFilter(label="Кто (почта)", field_name="actor__email", lookup_expr="icontains")
    member = django_filters.CharFilter(label="Член СРО (№ в реестре)", method="about_member")
    object_id = django_filters.CharFilter(label="Номер объекта")
    ip_address = django_filters.CharFilter(label="Адрес (IP)", lookup_expr="istartswith")
    at = django_filters.DateFromToRangeFilter(label="Когда", widget=DateRangePickerWidget)

    class Meta:
        model = AuditEntry
        fields = []

    def about_member(self, entries, name, number):
        """Leave entries that tell this registration number, or a representative's id that is made of it."""
        number = number.strip()
        return entries.filter(
            Q(data__member=number) | Q(data__number=number) | Q(data__login__icontains=f"-{number.zfill(4)}-")
        )


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
    search_fields = ["action", "object_type", "object_id", "actor__email", "actor__last_name", "ip_address", "said"]
    queryset = AuditEntry.objects.select_related("actor").annotate(said=Cast("data", TextField()))
    permission_policy = ModelPermissionPolicy(AuditEntry)
    permission_required = "view"
    list_export = TITLES
    columns = [
        Column("at", label="Когда", accessor=lambda entry: date_format(localtime(entry.at), "d.m.Y H:i:s")),
        Column("actor", label="Кто", accessor=lambda entry: entry.actor or "система"),
        Column("action", label="Действие", accessor=lambda entry: action_label(entry.action)),
        Column("object", label="Объект", accessor=named_object),
        Column("ip_address", label="Адрес", accessor=lambda entry: entry.ip_address or "—"),
        Column("data", label="Подробности", classname="wrap-anywhere", accessor=details),  # hashes are long
    ]

    def as_spreadsheet(self, queryset, spreadsheet_format):
        """Give the entries as a file; many are made in the background where there is one."""
        query = self.request.GET.copy()
        query.pop("export", None)
        address = exports.background_address(JournalExport.code, query.urlencode())
        rows = queryset.count()
        if address and rows > exports.AT_ONCE:
            return redirect(address)
        audit.record("journal.exported", actor=self.request.user, rows=rows)
        sheet = exports.Sheet(TITLES, queryset, cells)
        return exports.file_response(sheet, kind=spreadsheet_format, title=self.page_title)


class JournalExport(exports.ExportedList):
    """The journal as a list that can be taken away."""

    code = "audit.journal"
    title = JournalView.page_title

    def permits(self, user):
        """Ask the permission to read it."""
        return user.has_perm("audit.view_auditentry")

    def address(self):
        """Return where it is read."""
        return reverse(JournalView.index_url_name)

    def sheet(self, user, query):
        """Return the entries that pass the filters and the search of the journal's page."""
        view = JournalView()
        view.setup(exports.request_of(user, query))
        if not view.filters.is_valid():
            raise ValidationError("Условия журнала больше не действуют: откройте его заново.")
        return exports.Sheet(TITLES, view.get_filtered_queryset(), cells)


exports.register(JournalExport())
