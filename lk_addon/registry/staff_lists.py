"""The register's list in the back office: columns to choose, conditions to save, rows to take away."""

import django_tables2 as tables
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST
from wagtail_modeladmin.views import IndexView

from lk_addon.cabinet.columns import DayColumn
from lk_addon.cabinet.spreadsheets import tables_response
from lk_addon.registry.models import Member, SavedList

#: Parameters that belong to one visit, not to a saved list.
PASSING = ("p", "e", "export", "column")


class MemberTable(tables.Table):
    """Everything that the list can show, for a workbook."""

    registration_number = tables.Column("№")
    display_name = tables.Column("Организация")
    inn = tables.Column("ИНН")
    ogrn = tables.Column("ОГРН")
    member_type = tables.Column("Тип")
    address_region = tables.Column("Регион")
    address = tables.Column("Адрес")
    registered_at = DayColumn(verbose_name="В реестре с")
    status_title = tables.Column("Статус")
    terminated_at = DayColumn(verbose_name="Прекращено")
    right = tables.Column("Право", accessor="register_row__right_title")
    vv = tables.Column("Уровень КФ ВВ", accessor="register_row__vv_level")
    odo = tables.Column("Уровень КФ ОДО", accessor="register_row__odo_level")
    compliance = tables.Column("Условия членства")


class MemberIndexView(IndexView):
    """The list, with its columns in the address, so that a saved list brings them back."""

    IGNORED_PARAMS = (*IndexView.IGNORED_PARAMS, "columns")

    def dispatch(self, request, *args, **kwargs):
        """Put columns ticked one by one into one parameter."""
        if "column" in request.GET:
            query = kept_query(request.GET)
            query["columns"] = ",".join(request.GET.getlist("column"))
            return redirect(f"{self.index_url}?{query.urlencode()}")
        return super().dispatch(request, *args, **kwargs)

    def as_spreadsheet(self, queryset, spreadsheet_format):
        """Give the rows that pass the filters as a workbook whose cells are never formulas."""
        return tables_response([("Члены СРО", MemberTable(queryset))], "Члены СРО.xlsx")

    def get_context_data(self, **kwargs):
        """Add the columns, and what this employee has saved."""
        chosen = self.model_admin.get_list_display(self.request)
        columns = [(name, title, name in chosen) for name, title in self.model_admin.offered_columns()]
        query = kept_query(self.request.GET)
        return super().get_context_data(
            offered=columns,
            kept=[(name, value) for name, value in query.items() if name != "columns"],
            query=query.urlencode(),
            saved_lists=SavedList.objects.filter(user=self.request.user),
            **kwargs,
        )


def kept_query(parameters):
    """Return the parameters that make a list what it is."""
    query = QueryDict(mutable=True)
    for name, value in parameters.items():
        if name not in PASSING and value:
            query[name] = value
    return query


class SavedListForm(forms.ModelForm):
    """A name for the list on the screen."""

    class Meta:
        model = SavedList
        fields = ["title", "query"]


@require_POST
@permission_required("registry.view_member", raise_exception=True)
def save_list(request):
    """Keep the list on the screen under a name; the same name again takes the new conditions."""
    form = SavedListForm(request.POST)
    if form.is_valid():
        query = kept_query(QueryDict(form.cleaned_data["query"])).urlencode()
        SavedList.objects.update_or_create(
            user=request.user, title=form.cleaned_data["title"], defaults={"query": query}
        )
        return redirect(f"{list_address()}?{query}")
    messages.error(request, "Дайте списку название короче 80 знаков.")
    return redirect(list_address())


@require_POST
@permission_required("registry.view_member", raise_exception=True)
def delete_list(request, pk):
    """Forget one of one's own lists."""
    get_object_or_404(SavedList, pk=pk, user=request.user).delete()
    return redirect(list_address())


def list_address():
    """Return the address of the list of members."""
    return reverse(f"{Member._meta.app_label}_{Member._meta.model_name}_modeladmin_index")
