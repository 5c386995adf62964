"""The staff admin's way to bring an edition from a file."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import FormView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from home.regulations.admin_forms import UploadForm
from home.regulations.models import Regulation


class UploadView(WagtailAdminTemplateMixin, FormView):
    """Make a draft edition from a file; its own edit page then shows what was recognised."""

    form_class = UploadForm
    template_name = "home/regulations/admin/upload.html"
    header_icon = "upload"
    page_title = "Загрузить редакцию из файла"

    def dispatch(self, request, *args, **kwargs):
        """Find the regulation and refuse whoever may not add to it."""
        self.regulation = get_object_or_404(Regulation, pk=kwargs["pk"])
        if not self.regulation.permissions_for_user(request.user).can_add_subpage():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self):
        """Name the regulation."""
        return self.regulation.title

    def get_context_data(self, **kwargs):
        """Say what the button does and bring the widgets' scripts."""
        context = super().get_context_data(**kwargs)
        return context | {
            "media": context["form"].media,
            "submit_button_label": "Распознать и создать черновик",
            "action_url": self.request.get_full_path(),
        }

    def form_valid(self, form):
        """Make the draft and lead to it; or show the form again with what stands against it."""
        edition, created = form.import_draft(self.regulation, actor=self.request.user)
        if edition is None:
            return self.form_invalid(form)
        if created:
            self.tell(form.recognised)
        else:
            messages.warning(self.request, "Редакция с этим текстом уже есть, новая не создана.")
        return redirect("wagtailadmin_pages:edit", edition.pk)

    def tell(self, recognised):
        """Say what was made out of the file, and what the editor should look at."""
        messages.success(self.request, f"{recognised.told} Сверьте текст и сохраните.")
        if recognised.dropped:
            dropped = "; ".join(recognised.dropped[:10])
            messages.info(self.request, f"Отброшены строки, оставшиеся от страниц: {dropped}")
        for warning in recognised.warnings[:10]:
            messages.warning(self.request, warning)
