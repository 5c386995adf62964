"""Extracts in the back office."""

from django.contrib.admin import display
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import path
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail_modeladmin.options import modeladmin_register

from lk_addon.cabinet.files import serve_private
from lk_addon.cabinet.staff import ActButtons, ReadOnly
from lk_addon.cabinet.staff_lists import RegisterAdmin
from lk_addon.registry.extracts.domain import issue_extract
from lk_addon.registry.models.extract import Extract
from lk_addon.registry.staff_columns import BY_MEMBER, MemberColumns
from lk_addon.registry.staff_views import MemberAct


class IssueView(MemberAct):
    """Issue an extract of one member."""

    tab = "extracts"
    permission_required = "registry.add_extract"
    title = "Сведения из реестра"
    explanation = "Будет составлен PDF со сведениями реестра на этот момент, с номером и кодом проверки."
    button = "Выдать"
    done = "Документ выдан: он первый в списке."

    def act(self, form):
        """Issue."""
        issue_extract(member=self.object, way=Extract.Way.STAFF, actor=self.request.user)


@require_safe
def download(request, pk):
    """Give the file to staff who may see extracts."""
    if not request.user.has_perm("registry.view_extract"):
        raise PermissionDenied
    extract = get_object_or_404(Extract, pk=pk)
    return serve_private(request, extract.file, extract.file_name)


@hooks.register("register_admin_urls")
def register_extract_urls():
    """Give the acts their addresses."""
    return [
        path("registry/<int:pk>/extract/", IssueView.as_view(), name="registry_issue_extract"),
        path("registry/extracts/<int:pk>/", download, name="registry_extract_file"),
    ]


class ExtractButtons(ActButtons):
    """The file, beside the row."""

    def acts(self, obj):
        """Offer it."""
        yield "registry_extract_file", "Скачать PDF"


class ExtractAdmin(MemberColumns, RegisterAdmin):
    """Issued extracts, the latest first."""

    model = Extract
    menu_label = "Сведения из реестра"
    menu_icon = "doc-full"
    menu_order = 310
    permission_helper_class = ReadOnly
    button_helper_class = ExtractButtons
    list_display = ["title", "member", "issued_at", "way", "shown_code", "seal"]
    more_columns = ["member_number", "member_inn"]
    list_filter = ["way", "issued_at"]
    list_select_related = ["member"]
    search_fields = ["code", *BY_MEMBER]

    @display(description="номер", ordering="pk")
    def title(self, extract):
        """The number."""
        return extract.number

    @display(description="код проверки")
    def shown_code(self, extract):
        """The code."""
        return extract.shown_code

    @display(description="печать")
    def seal(self, extract):
        """Whose seal it bears."""
        return extract.sealed_by or "без печати"


modeladmin_register(ExtractAdmin)
