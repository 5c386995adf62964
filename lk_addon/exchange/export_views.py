"""Exports in the back office: ask for a file, watch it being made, fetch it, find one's earlier ones."""

from django.contrib import messages
from django.contrib.auth.mixins import UserPassesTestMixin
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views import View
from django.views.generic import FormView, TemplateView

from cms.core.exports import AT_ONCE, all_lists
from lk_addon.cabinet.files import serve_private
from lk_addon.exchange.domain import exports
from lk_addon.exchange.forms import ExportForm
from lk_addon.exchange.models import ExportRun
from lk_addon.exchange.tasks import make_export

RUNS_ON_PAGE = 20


def may_export(user):
    """Return whether there is any list that ``user`` may take away, or an export of earlier days to find again."""
    return any(exported.permits(user) for exported in all_lists())


class OwnExports(UserPassesTestMixin):
    """Everybody sees the own exports only; a foreign one is not there."""

    raise_exception = True

    def test_func(self):
        """Ask whether there is anything to export."""
        return may_export(self.request.user)

    def runs(self):
        """Return the own exports."""
        return ExportRun.objects.filter(requested_by=self.request.user)

    @cached_property
    def run(self):
        """The export of the address. Raises Http404 for a foreign one."""
        return get_object_or_404(self.runs(), pk=self.kwargs["pk"])


class ExportsView(OwnExports, TemplateView):
    """«Мои выгрузки»."""

    template_name = "lk_addon/exchange/staff/exports.html"

    def get_context_data(self, **kwargs):
        """Add a page of them, the latest first."""
        runs = Paginator(self.runs(), RUNS_ON_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(runs=runs, **kwargs)


class StartView(OwnExports, FormView):
    """Ask for a file. Few rows are made at once and come as a download; for more there is a page with progress."""

    template_name = "lk_addon/exchange/staff/export_start.html"
    form_class = ExportForm

    def get_initial(self):
        """Take the list and its conditions from the address."""
        return {name: self.request.GET.get(name, "") for name in ("list", "query")}

    @cached_property
    def exported(self):
        """The list that is asked for. Raises PermissionDenied for one that this person may not take away."""
        return exports.list_for(self.request.user, self.request.POST.get("list") or self.request.GET.get("list", ""))

    def get_context_data(self, **kwargs):
        """Say which list it is."""
        return super().get_context_data(exported=self.exported, **kwargs)

    def form_valid(self, form):
        """Ask, make what is small, and lead to the file or to its page."""
        asked = {"code": form.cleaned_data["list"], "query": form.cleaned_data["query"]}
        try:
            run = exports.request(kind=form.cleaned_data["kind"], actor=self.request.user, **asked)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        if run.is_at_work and run.all_rows <= AT_ONCE:
            make_export(run.pk)
            run.refresh_from_db()
        return redirect("exchange_export_file" if run.can_be_fetched else "exchange_export", run.pk)


class ExportView(OwnExports, TemplateView):
    """One export: its progress, then the file and until when it is there."""

    template_name = "lk_addon/exchange/staff/export.html"

    def get_context_data(self, **kwargs):
        """Add the export and where its list is."""
        known = {exported.code: exported for exported in all_lists()}.get(self.run.code)
        return super().get_context_data(run=self.run, list_address=known and known.address(), **kwargs)


class FileView(ExportView):
    """The file: to the one who asked for it, while the right to the list and the link last."""

    def get(self, request, *args, **kwargs):
        """Give it and journal that; say so where it is gone."""
        exports.list_for(request.user, self.run.code)
        if self.run.has_expired:
            return self.render_to_response(self.get_context_data(**kwargs), status=410)
        if not self.run.can_be_fetched:
            raise Http404
        return serve_private(request, self.run.file, self.run.file_name, action="export.downloaded")


class StepView(OwnExports, View):
    """A step that the owner decides upon; only by POST."""

    http_method_names = ["post"]
    step = None

    def post(self, request, pk):
        """Take the step, or say why it cannot be taken."""
        try:
            type(self).step(run=self.run, actor=request.user)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        return redirect(reverse("exchange_export", args=[pk]))


class CancelView(StepView):
    """Give up a file that is being made."""

    step = exports.cancel


class DiscardView(StepView):
    """Delete a file before its term."""

    step = exports.discard
