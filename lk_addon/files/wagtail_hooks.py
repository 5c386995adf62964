"""Files that the antivirus has not passed, in the back office."""

from django.conf import settings
from django.contrib.admin import display
from django.template.defaultfilters import filesizeformat
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail_modeladmin.options import modeladmin_register

from lk_addon.cabinet.staff import ReadOnly
from lk_addon.cabinet.staff_lists import RegisterAdmin
from lk_addon.files.models import StoredFile
from lk_addon.files.queries import files_not_clean

SEE = "files.view_storedfile"


class FileAdmin(RegisterAdmin):
    """Waiting, infected and unscanned files; their names are left out, they may hold personal data."""

    model = StoredFile
    menu_label = "Файлы и антивирус"
    menu_icon = "warning"
    menu_order = 345
    permission_helper_class = ReadOnly
    history_view_enabled = False
    list_display = ["created_at", "member", "kind", "length", "scan", "scan_note", "scanned_at"]
    more_columns = ["sha256"]
    file_values = {"length": "size"}
    list_select_related = ["member"]
    list_filter = ["scan", "created_at"]
    search_fields = ["sha256", "member__sort_name", "member__registration_number"]

    def get_queryset(self, request):
        """Leave out what was found clean."""
        return super().get_queryset(request).filter(pk__in=files_not_clean().values("pk"))

    @display(description="вид")
    def kind(self, file):
        """The extension."""
        return file.extension.upper()

    @display(description="размер", ordering="size")
    def length(self, file):
        """The size for people."""
        return filesizeformat(file.size)


modeladmin_register(FileAdmin)


class AntivirusPanel(Component):
    """The reminder that files go to people unscanned."""

    template_name = "lk_addon/files/antivirus_panel.html"
    order = 90


@hooks.register("construct_homepage_panels")
def remind_of_antivirus(request, panels):
    """Show it to those who look after files while none is connected and settings put up with that."""
    if not settings.CLAMD_SOCKET and not settings.ANTIVIRUS_REQUIRED and request.user.has_perm(SEE):
        panels.append(AntivirusPanel())
