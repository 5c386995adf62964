"""Registers of the back office: lists with columns to choose, conditions to save, rows to take away as a file.

A register is a :class:`RegisterAdmin`. Its first column always stands; the others, and those of ``more_columns``,
are chosen on the screen and live in the address, so that a saved list brings them back and a file holds what the
screen shows.
"""

from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import label_for_field, lookup_field
from django.contrib.auth import get_permission_codename
from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist, ValidationError
from django.http import QueryDict
from django.shortcuts import redirect
from django.utils.text import capfirst
from django_tables2.utils import Accessor
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import IndexView

from cms.core import exports
from cms.users.models import User
from lk_addon.cabinet.models import SavedList

#: Parameters that belong to one visit, not to a saved list.
PASSING = ("p", "e", "export", "column")
UNKNOWN_CONDITIONS = "Такого условия у списка нет: показаны все записи."

_registers = {}


class RegisterIndexView(IndexView):
    """The list, with its columns in the address."""

    IGNORED_PARAMS = (*IndexView.IGNORED_PARAMS, "columns")

    def dispatch(self, request, *args, **kwargs):
        """Put columns ticked one by one into one parameter; show everything where the address asks for nonsense."""
        if "column" in request.GET:
            query = kept_query(request.GET)
            query["columns"] = ",".join(request.GET.getlist("column"))
            return redirect(f"{self.index_url}?{query.urlencode()}")
        try:
            return super().dispatch(request, *args, **kwargs)
        except IncorrectLookupParameters:
            messages.error(request, UNKNOWN_CONDITIONS)
            return redirect(self.index_url)

    def as_spreadsheet(self, queryset, spreadsheet_format):
        """Lead to where files are made; without such a place make it at once."""
        exported = exports.get(self.model_admin.code())
        query = kept_query(self.request.GET).urlencode()
        address = exports.background_address(exported.code, query)
        if address:
            return redirect(address)
        sheet = exported.sheet(self.request.user, query)
        return exports.file_response(sheet, kind=spreadsheet_format, title=exported.title)

    def get_context_data(self, **kwargs):
        """Add the columns, what this employee has saved, and where the rows are taken away."""
        admin, user = self.model_admin, self.request.user
        query, exported = kept_query(self.request.GET), exports.get(admin.code())
        return super().get_context_data(
            code=admin.code(),
            offered=[(name, admin.title_of(name), name in self.list_display) for name in admin.offered_columns()],
            conditions=self._conditions(),
            kept=[(name, value) for name, value in query.items() if name != "columns"],
            query=query.urlencode(),
            saved_lists=SavedList.objects.filter(user=user, code=admin.code()),
            export_address=exports.background_address() if exported.permits(user) else None,
            export_kinds=exports.FILES,
            **kwargs,
        )

    def _conditions(self):
        """Return of each filter its title, its choices, and the choice that is made; the first choice is none."""
        groups = [(capfirst(spec.title), list(spec.choices(self))) for spec in self.filter_specs]
        return [
            {"title": title, "choices": choices, "made": next((one for one in choices[1:] if one["selected"]), None)}
            for title, choices in groups
        ]


class RowsView(RegisterIndexView):
    """The same list up to its rows: asked for an export it gives them instead of an answer."""

    def dispatch(self, request, *args, **kwargs):
        """Choose the rows. Raises PermissionDenied and IncorrectLookupParameters."""
        return IndexView.dispatch(self, request, *args, **kwargs)

    def as_spreadsheet(self, queryset, spreadsheet_format):
        """Give the rows."""
        return queryset


class RegisterAdmin(ModelAdmin):
    """A register in the back office.

    ``more_columns`` may be shown and are not usually; ``file_values`` says for a column that is written for
    people («12 345,67 ₽») which attribute is its value in a file; ``screen_only`` are columns that no file
    holds, because they name a person (REQ-4.2); ``export_permission`` is asked for a file beside the right to
    see the list. A subclass with a model is a register from then on.
    """

    index_view_class = RegisterIndexView
    index_template_name = "lk_addon/cabinet/staff_list.html"
    list_per_page = 50
    more_columns = ()
    file_values = {}
    screen_only = ()
    export_permission = ""

    def __init_subclass__(cls, **kwargs):
        """Remember a register, and let it be taken away."""
        super().__init_subclass__(**kwargs)
        if cls.model is not None:
            exports.register(RegisterExport(cls))
            _registers[cls.code()] = cls

    @classmethod
    def code(cls):
        """Return the name of the list: that of its model."""
        return cls.model._meta.label_lower

    def get_index_view_extra_css(self):
        """Add the style of lists."""
        return ["lk_addon/cabinet/staff_list.css", *super().get_index_view_extra_css()]

    def get_list_display(self, request):
        """Show the columns that the address asks for, the usual ones where it asks for none."""
        wanted = request.GET.get("columns", "").split(",")
        chosen = [name for name in self.offered_columns() if name in wanted]
        return [self.list_display[0], *chosen] if chosen else list(self.list_display)

    def offered_columns(self):
        """Return the names of the columns to choose: all but the first."""
        return [*self.list_display[1:], *self.more_columns]

    def title_of(self, name):
        """Return the heading of a column."""
        return capfirst(label_for_field(name, self.model, self))

    def columns_of_file(self, request):
        """Return the names of those columns on the screen that a file may hold."""
        return [name for name in self.get_list_display(request) if not self._names_a_person(name)]

    def value_of(self, name, row):
        """Return the cell of ``row`` in a file: a day, a number or a sum as such, a code in words."""
        if name in self.file_values:
            return Accessor(self.file_values[name]).resolve(row, quiet=True)
        try:
            field, _attribute, value = lookup_field(name, row, self)
        except ObjectDoesNotExist:
            return None
        return dict(field.flatchoices).get(value, value) if field is not None and field.flatchoices else value

    def _names_a_person(self, name):
        if name in self.screen_only:
            return True
        try:
            return self.model._meta.get_field(name).related_model is User
        except FieldDoesNotExist:
            return False


class RegisterExport(exports.ExportedList):
    """A register as a list that can be taken away."""

    def __init__(self, admin_class):
        self.admin_class, self.code = admin_class, admin_class.code()
        self.title = admin_class.menu_label

    def permits(self, user):
        """Ask for the right to see the list, and to take it away where that is a right of its own."""
        opts, extra = self.admin_class.model._meta, self.admin_class.export_permission
        names = [get_permission_codename(act, opts) for act in opts.default_permissions]
        names += [name for name, _title in opts.permissions]
        sees = any(user.has_perm(f"{opts.app_label}.{name}") for name in names)  # what modeladmin asks, without queries
        return sees and (not extra or user.has_perm(extra))

    def address(self):
        """Return the list's address."""
        return self.admin_class().url_helper.index_url

    def sheet(self, user, query):
        """Return the rows that the list would show this person."""
        admin, request = self.admin_class(), exports.request_of(user, query)
        request.GET = kept_query(request.GET)
        request.GET["export"] = RowsView.FORMAT_XLSX
        try:
            rows = RowsView.as_view(model_admin=admin)(request)
        except IncorrectLookupParameters as error:
            raise ValidationError("Условия списка больше не действуют: откройте его заново.") from error
        names = admin.columns_of_file(request)
        titles = [admin.title_of(name) for name in names]
        return exports.Sheet(titles, rows, lambda row: [admin.value_of(name, row) for name in names])


def registers():
    """Return code → class of every register."""
    return dict(_registers)


def kept_query(parameters):
    """Return the parameters that make a list what it is."""
    query = QueryDict(mutable=True)
    for name, value in parameters.items():
        if name not in PASSING and value:
            query[name] = value
    return query
