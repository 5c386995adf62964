"""Plans of inspections, reports and specialists: acts of the control department."""

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import FormView
from wagtail_modeladmin.helpers import AdminURLHelper
from wagtail_modeladmin.views import CreateView, EditView

from cms.audit import domain as audit
from lk_addon.cabinet.staff import ActView
from lk_addon.cabinet.stale import WarnsOfOthers
from lk_addon.supervision.domain import inspection as inspections
from lk_addon.supervision.domain import plan as plans
from lk_addon.supervision.domain import report as reports
from lk_addon.supervision.domain import specialist as specialists
from lk_addon.supervision.models import AnnualReport, InspectionPlan, Specialist
from lk_addon.supervision.staff import forms
from lk_addon.supervision.submissions.report import ACCEPT, RETURN, settle


class SavedByDomain:
    """Stores what the form holds by a domain function; what that refuses is shown above the form."""

    def form_valid(self, form):
        """Store and go on as usual, or say why not."""
        try:
            with audit.act():
                self.store(form.save(commit=False), form.changed_data)
                return super().form_valid(form)
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self.form_invalid(form)


class StoreInspection(SavedByDomain):
    """A planned or corrected inspection."""

    def store(self, row, changed):
        """Store."""
        inspections.save_inspection(inspection=row, actor=self.request.user, changed=changed)


class StorePlan(SavedByDomain):
    """A plan."""

    def store(self, row, changed):
        """Store."""
        plans.save_plan(plan=row, actor=self.request.user)


class StoreTerms(SavedByDomain):
    """Terms of control."""

    def store(self, row, changed):
        """Store."""
        plans.save_terms(terms=row, actor=self.request.user)


class StoreSubject(SavedByDomain):
    """What may be inspected."""

    def store(self, row, changed):
        """Store."""
        plans.save_subject(subject=row, actor=self.request.user)


class StoreSpecialist(SavedByDomain):
    """A specialist."""

    def store(self, row, changed):
        """Store."""
        specialists.save_specialist(specialist=row, actor=self.request.user, changed=changed)


class InspectionCreateView(StoreInspection, CreateView):
    """A new inspection."""


class InspectionEditView(WarnsOfOthers, StoreInspection, EditView):
    """A correction of one that nobody was told of."""


class PlanCreateView(StorePlan, CreateView):
    """A new plan."""


class PlanEditView(StorePlan, EditView):
    """A correction of a plan."""


class TermsCreateView(StoreTerms, CreateView):
    """New terms."""


class TermsEditView(StoreTerms, EditView):
    """A correction of terms."""


class SubjectCreateView(StoreSubject, CreateView):
    """A new subject."""


class SubjectEditView(StoreSubject, EditView):
    """A correction of a subject."""


class SpecialistCreateView(StoreSpecialist, CreateView):
    """A new specialist."""


class SpecialistEditView(WarnsOfOthers, StoreSpecialist, EditView):
    """A correction of a specialist's data."""


class FillPlanView(ActView):
    """Put everybody who is due into a plan."""

    model = InspectionPlan
    form_class = forms.FillPlanForm
    permission_required = "supervision.add_inspection"
    title = "Пополнить план проверок"
    explanation = (
        "Проверки отмеченных членов распределятся равномерно между двумя днями и ни одна не окажется позже "
        "законного срока. Каждую потом можно исправить отдельно."
    )
    button = "Добавить в план"
    done = "План пополнен."

    def get_initial(self):
        """Offer what is left of the plan's year."""
        year, today = self.object.year, timezone.localdate()
        first = max(today, today.replace(year=year, month=1, day=15))
        return {"first": first, "last": first.replace(month=12, day=1) if first.month < 12 else first}

    def get_form_kwargs(self):
        """Name the plan."""
        return super().get_form_kwargs() | {"plan": self.object}

    def act(self, form):
        """Fill."""
        data = form.cleaned_data
        plans.fill_plan(plan=self.object, actor=self.request.user, **(data | {"members": list(data["members"])}))


class PublishPlanView(ActView):
    """Publish a plan."""

    model = InspectionPlan
    permission_required = "supervision.publish_inspectionplan"
    title = "Публикация плана проверок"
    explanation = "Сроки проверок увидят члены СРО в кабинете и все посетители — в открытом реестре."
    button = "Опубликовать"
    done = "План опубликован."

    def act(self, form):
        """Publish."""
        plans.publish_plan(plan=self.object, actor=self.request.user)


class ReportAct(ActView):
    """An act upon a report."""

    model = AnnualReport
    permission_required = "supervision.review_annualreport"


class ReviewReportView(ReportAct):
    """Begin to look."""

    title = "Рассмотрение отчёта"
    explanation = "Член СРО увидит, что отчёт рассматривается."
    button = "Взять на рассмотрение"
    done = "Отчёт рассматривается."

    def act(self, form):
        """Begin."""
        reports.start_review(report=self.object, actor=self.request.user)


class AcceptReportView(ReportAct):
    """Accept."""

    title = "Утверждение отчёта"
    explanation = "После утверждения отчёт не изменить."
    button = "Утвердить"
    done = "Отчёт утверждён."

    def act(self, form):
        """Accept."""
        settle(report=self.object, decision=ACCEPT, text=f"{self.object} утверждён.", actor=self.request.user)


class ReturnReportView(ReportAct):
    """Return."""

    form_class = forms.RemarkForm
    title = "Возврат отчёта"
    explanation = "Член СРО исправит отчёт и сдаст его снова."
    button = "Вернуть"
    done = "Отчёт возвращён."

    def act(self, form):
        """Return."""
        settle(report=self.object, decision=RETURN, text="", actor=self.request.user, **form.cleaned_data)


class SubmitReportView(PermissionRequiredMixin, FormView):
    """Enter a report that came past the cabinet: its first version or the next one of a returned report."""

    template_name = "lk_addon/cabinet/staff_act.html"
    form_class = forms.ReportForm
    permission_required = "supervision.add_annualreport"
    raise_exception = True
    title = "Отчёт, представленный на бумаге или почтой"
    explanation = "Отчёт появится в кабинете члена СРО. К возвращённому отчёту добавится новая версия."
    button = "Внести"

    @property
    def index_url(self):
        """The list of reports."""
        return AdminURLHelper(AnnualReport).index_url

    def form_valid(self, form):
        """Submit, or say why not."""
        try:
            reports.submit_report(actor=self.request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self.form_invalid(form)
        messages.success(self.request, "Отчёт внесён.")
        return redirect(self.index_url)


class AddDocumentView(ActView):
    """Attach a document to a specialist."""

    model, form_class = Specialist, forms.SpecialistDocumentForm
    permission_required = "supervision.change_specialist"
    title = "Документ специалиста"
    explanation = "Документ увидят представители этого члена СРО и сотрудники с отдельным правом."
    button = "Приложить"
    done = "Документ приложен."

    def act(self, form):
        """Attach."""
        specialists.add_document(specialist=self.object, actor=self.request.user, **form.cleaned_data)


class LeavingView(ActView):
    """Note that a specialist left."""

    model, form_class = Specialist, forms.LeavingForm
    permission_required = "supervision.change_specialist"
    title = "Увольнение специалиста"
    explanation = "В кабинете члена СРО его больше не будет видно, запись останется."
    button = "Отметить"
    done = "Увольнение отмечено."

    def act(self, form):
        """Note."""
        specialists.note_leaving(specialist=self.object, actor=self.request.user, **form.cleaned_data)
