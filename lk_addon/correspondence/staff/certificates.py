"""Certificates of unavailability for staff."""

from django.contrib.admin import display
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from lk_addon.cabinet.files import serve_private
from lk_addon.cabinet.staff import ReadOnly
from lk_addon.cabinet.staff_lists import RegisterAdmin
from lk_addon.correspondence.models import UnavailabilityCertificate
from lk_addon.registry.staff_columns import BY_MEMBER, MemberColumns


@require_safe
@permission_required("correspondence.view_unavailabilitycertificate", raise_exception=True)
def certificate(request, pk):
    """Give the file as it was issued."""
    row = get_object_or_404(UnavailabilityCertificate, pk=pk)
    return serve_private(request, row.file, row.file_name)


class CertificateAdmin(MemberColumns, RegisterAdmin):
    """Certificates of unavailability that members have taken."""

    model = UnavailabilityCertificate
    menu_label = "Справки о недоступности"
    menu_icon = "time"
    permission_helper_class = ReadOnly
    history_view_enabled = False
    list_display = ["number", "member", "starts_at", "ends_at", "issued_at", "download"]
    more_columns = ["member_number", "member_inn", "sha256", "title"]
    file_values = {"download": "sha256"}
    list_select_related = ["member"]
    list_filter = ["issued_at"]
    search_fields = ["number", *BY_MEMBER]

    @display(description="файл")
    def download(self, row):
        """Lead to the file."""
        return format_html('<a href="{}">PDF</a>', reverse("correspondence_certificate", args=[row.pk]))
