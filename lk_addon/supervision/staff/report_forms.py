"""Forms of annual reports in the back office: edited while unused, copied, closed."""

from django import forms
from django.contrib.admin import display
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import CreateView, EditView

from lk_addon.cabinet.staff import ActButtons, ActView, NoDeletion
from lk_addon.supervision.domain import report_form as report_forms
from lk_addon.supervision.models import ReportForm
from lk_addon.supervision.staff.plans import SavedByDomain


class UnusedOnly(NoDeletion):
    """A form by which somebody reported is copied, not typed over."""

    def user_can_edit_obj(self, user, obj):
        """Only while nobody has."""
        return not obj.is_used and super().user_can_edit_obj(user, obj)


class StoreReportForm(SavedByDomain):
    """A form of reports."""

    def store(self, row, changed):
        """Store."""
        report_forms.save_form(form=row, actor=self.request.user)


class ReportFormCreateView(StoreReportForm, CreateView):
    """A new form."""


class ReportFormEditView(StoreReportForm, EditView):
    """A correction of a form."""


class CopyForm(forms.Form):
    """For which year the copy is."""

    year = forms.IntegerField(label="С отчёта за год", min_value=2009, max_value=2100)


class CopyReportFormView(ActView):
    """Make a new edition."""

    model, form_class = ReportForm, CopyForm
    permission_required = "supervision.add_reportform"
    title = "Новая редакция формы отчёта"
    explanation = "Копия появится закрытой: исправьте её и отметьте «принимать отчёты», когда она утверждена."
    button = "Сделать копию"
    done = "Копия сделана. Исправьте её и откройте."

    def get_initial(self):
        """Offer the form's own year."""
        return {"year": self.object.year}

    def act(self, form):
        """Copy."""
        report_forms.copy_form(form=self.object, actor=self.request.user, **form.cleaned_data)


class CloseReportFormView(ActView):
    """Take no more reports by a form."""

    model = ReportForm
    permission_required = "supervision.change_reportform"
    title = "Закрыть форму отчёта"
    explanation = "Новые отчёты по ней не сдать; сданные и их версии останутся. Действовать будет форма перед ней."
    button = "Закрыть форму"
    done = "Форма закрыта."
    dangerous = True

    def act(self, form):
        """Close."""
        report_forms.close_form(form=self.object, actor=self.request.user)


class ReportFormButtons(ActButtons):
    """Copying and closing."""

    def acts(self, obj):
        """Offer what may be done."""
        if self.request.user.has_perm("supervision.add_reportform"):
            yield "report_form_copy", "Новая редакция"
        if obj.is_open and self.request.user.has_perm("supervision.change_reportform"):
            yield "report_form_close", "Закрыть"


class ReportFormAdmin(ModelAdmin):
    """What annual reports ask."""

    model = ReportForm
    menu_label = "Формы отчётов"
    menu_icon = "form"
    permission_helper_class = UnusedOnly
    button_helper_class = ReportFormButtons
    create_view_class = ReportFormCreateView
    edit_view_class = ReportFormEditView
    history_view_enabled = False
    list_display = ["name", "ground", "taken"]
    panels = [
        FieldRowPanel([FieldPanel("year"), FieldPanel("is_open")]),
        FieldPanel("ground"),
        FieldPanel("sections"),
    ]

    @display(description="форма", ordering="year")
    def name(self, form):
        """The year and the edition."""
        return str(form)

    @display(description="отчёты принимаются", ordering="is_open")
    def taken(self, form):
        """Whether reports are taken in by it."""
        return "да" if form.is_open else "нет"
