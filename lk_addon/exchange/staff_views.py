"""Imports in the back office: upload, look at what would change, write, undo."""

from django.contrib import messages
from django.contrib.auth.mixins import UserPassesTestMixin
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views import View
from django.views.generic import FormView, TemplateView

from lk_addon.cabinet.files import serve_private
from lk_addon.exchange.domain import imports
from lk_addon.exchange.forms import UploadForm
from lk_addon.exchange.kinds import registry
from lk_addon.exchange.models import ImportRow, ImportRun
from lk_addon.exchange.samples import sample_response

ROWS_ON_PAGE = 50
RUNS_ON_PAGE = 20


class MayImport(UserPassesTestMixin):
    """For those who may import anything; what exactly is asked of each run."""

    raise_exception = True

    def test_func(self):
        """Ask the permissions."""
        self.kinds = registry.kinds_for(self.request.user)
        return bool(self.kinds)

    def runs(self):
        """Return the runs that this person may see: those of the kinds that they may import."""
        codes = [kind.code for kind in self.kinds]
        return ImportRun.objects.filter(kind__in=codes).select_related("created_by")

    def run(self):
        """Return the run of the address. Raises Http404 for a foreign one."""
        return get_object_or_404(self.runs(), pk=self.kwargs["pk"])


class IndexView(MayImport, FormView):
    """The form of a new import, and the earlier ones."""

    template_name = "lk_addon/exchange/staff/index.html"
    form_class = UploadForm

    def get_form_kwargs(self):
        """Tell the form who asks."""
        return super().get_form_kwargs() | {"user": self.request.user}

    def form_valid(self, form):
        """Upload, and go to what is found in the file."""
        try:
            run = imports.upload(actor=self.request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        return redirect("exchange_run", run.pk)

    def get_context_data(self, **kwargs):
        """Add the earlier imports and the samples."""
        runs = Paginator(self.runs(), RUNS_ON_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(runs=runs, kinds=self.kinds, **kwargs)


class RunView(MayImport, TemplateView):
    """What the file would change, or has changed, row by row."""

    template_name = "lk_addon/exchange/staff/run.html"

    def get_context_data(self, **kwargs):
        """Add the counts and a page of rows in the state that is asked for, errors first."""
        run = self.run()
        counts = run.counts()
        states = [(state, ImportRow.State(state).label, counts[state]) for state in ImportRow.State if state in counts]
        shown = self.request.GET.get("state", "")
        rows = run.rows.filter(state=shown) if shown in counts else run.rows.all()
        page = Paginator(rows, ROWS_ON_PAGE).get_page(self.request.GET.get("page"))
        planned = sum(counts.get(state, 0) for state in ImportRow.PLANNED)
        same = self.runs().filter(file_hash=run.file_hash, state=ImportRun.State.APPLIED).exclude(pk=run.pk).first()
        return super().get_context_data(
            run=run,
            kind=registry.get(run.kind),
            states=states,
            shown=shown,
            rows=page,
            planned=planned,
            wrong=counts.get(ImportRow.State.WRONG, 0),
            applied=counts.get(ImportRow.State.APPLIED, 0),
            same=same,
            **kwargs,
        )


class StepView(MayImport, View):
    """A step that staff decide upon; only by POST."""

    http_method_names = ["post"]
    step = None

    def post(self, request, pk):
        """Take the step, or say why it cannot be taken."""
        run = self.run()
        try:
            type(self).step(run=run, actor=request.user)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        return redirect("exchange_run", run.pk)


class ConfirmView(StepView):
    """Write the planned rows."""

    step = imports.confirm


class UndoView(StepView):
    """Take the written rows back."""

    step = imports.take_back


class FileView(MayImport, View):
    """The file as it was uploaded."""

    def get(self, request, pk):
        """Give it."""
        run = self.run()
        return serve_private(request, run.file, run.file_name)


class SampleView(MayImport, View):
    """The sample of a kind of file."""

    def get(self, request, kind):
        """Make it."""
        found = next((one for one in self.kinds if one.code == kind and one.columns), None)
        if found is None:
            raise Http404
        return sample_response(found)
