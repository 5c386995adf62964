"""Extracts in the cabinet: those issued of the member, and a new one."""

import django_tables2 as tables
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from lk_addon.cabinet.columns import DayColumn
from lk_addon.cabinet.datapages import DataListView
from lk_addon.cabinet.files import serve_private
from lk_addon.registry.extracts.domain import issue_extract
from lk_addon.registry.extracts.queries import extracts_of
from lk_addon.registry.models.extract import Extract


class ExtractTable(tables.Table):
    """Issued extracts."""

    number = tables.Column("Номер", orderable=False, linkify=("registry:extract", {"code": tables.A("code")}))
    issued_at = DayColumn()
    way = tables.Column()
    shown_code = tables.Column("Код проверки", orderable=False)
    sealed_by = tables.Column(empty_values=(), verbose_name="Электронная печать")

    class Meta:
        model = Extract
        fields = ["number", "issued_at", "way", "shown_code", "sealed_by"]

    def render_sealed_by(self, value):
        """Say plainly where there is none."""
        return value or "без печати"


class ExtractsView(DataListView):
    """«Сведения из реестра (справочно)»."""

    title = "Сведения из реестра"
    block = "extracts"
    clause = "3.1"
    template_name = "lk_addon/registry/extracts/cabinet.html"
    table_class = ExtractTable
    empty_title = "Документов ещё нет"
    empty_text = "Нажмите «Получить документ»: он будет готов через несколько секунд."

    def get_queryset(self):
        """Return those of the member in view."""
        return extracts_of(self.member)


@require_POST
def issue(request):
    """Issue one to whoever may see the member's data."""
    try:
        extract = issue_extract(member=request.entrance.member, way=Extract.Way.CABINET, actor=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"Документ №\u00a0{extract.number} выдан.")
    return redirect("registry:extracts")


@require_safe
def download(request, code):
    """Give the file of an extract of the member in view."""
    extract = get_object_or_404(extracts_of(request.entrance.member), code=code)
    return serve_private(request, extract.file, extract.file_name)
