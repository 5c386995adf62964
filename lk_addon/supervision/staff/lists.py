"""Lists of the control department: inspections, plans, measures, reports, specialists, terms."""

from django.contrib.admin import SimpleListFilter, display
from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import InspectView

from lk_addon.cabinet.staff import ActButtons, NoDeletion, ReadOnly
from lk_addon.cabinet.staff_lists import RegisterAdmin
from lk_addon.registry.staff_columns import BY_MEMBER, MemberColumns
from lk_addon.registry.staff_law import SupersededOnly
from lk_addon.supervision.models import (
    AnnualReport,
    ControlTerms,
    DisciplinaryAction,
    Inspection,
    InspectionPlan,
    InspectionSubject,
    Specialist,
)
from lk_addon.supervision.queries import with_qualification
from lk_addon.supervision.staff import plans
from lk_addon.supervision.staff.acts import steps_for

FIRST_CURE = Min("violations__cure_by", filter=Q(violations__cured_at=None))


CSS = ["lk_addon/supervision/staff.css"]


class ControlAdmin(ModelAdmin):
    """What the department's short lists share."""

    history_view_enabled = False
    index_view_extra_css = CSS
    list_per_page = 50


class ControlRegister(MemberColumns, RegisterAdmin):
    """What the department's registers share."""

    history_view_enabled = False
    index_view_extra_css = CSS
    more_columns = ["member_number", "member_inn"]
    list_select_related = ["member"]


class InspectionPermissions(NoDeletion):
    """What the member was told of changes by acts only."""

    def user_can_edit_obj(self, user, obj):
        """Only while nobody was told, or no day is set."""
        untold = (Inspection.State.PLANNED, Inspection.State.POSTPONED)
        return obj.state in untold and super().user_can_edit_obj(user, obj)


class InspectionPage(InspectView):
    """Everything about one inspection, and the steps that are possible now."""

    def get_context_data(self, **kwargs):
        """Add its parts and what this user may do."""
        user = self.request.user
        return super().get_context_data(
            inspection=self.instance,
            steps=steps_for(self.instance, user),
            may_conduct=user.has_perm("supervision.conduct_inspection") and self.instance.is_open,
            may_discipline=user.has_perm("supervision.discipline_inspection"),
            **kwargs,
        )

    def get_template_names(self):
        """Use ours."""
        return ["lk_addon/supervision/staff/inspection.html"]


class PlanFilter(SimpleListFilter):
    """Inspections of one plan."""

    title = "план"
    parameter_name = "plan"

    def lookups(self, request, model_admin):
        """Name the years."""
        return [(year, f"на {year} год") for year in InspectionPlan.objects.values_list("year", flat=True)]

    def queryset(self, request, queryset):
        """Leave the others out."""
        value = self.value() or ""
        return queryset.filter(plan__year=value) if value.isdecimal() else queryset


class InspectionAdmin(ControlRegister):
    """Inspections, nearest to begin or last begun first."""

    model = Inspection
    menu_label = "Проверки"
    menu_icon = "clipboard-list"
    permission_helper_class = InspectionPermissions
    create_view_class = plans.InspectionCreateView
    edit_view_class = plans.InspectionEditView
    inspect_view_enabled = True
    inspect_view_class = InspectionPage
    inspect_view_fields = ["number"]
    list_display = ["number", "member", "first_day", "state", "next_term"]
    more_columns = [*ControlRegister.more_columns, "kind", "form", "end", "act_no", "act_date", "result"]
    file_values = {"first_day": "start"}
    list_filter = ["state", "kind", "form", PlanFilter, "start"]
    list_display_add_buttons = "number"
    search_fields = ["number", "act_no", *BY_MEMBER]
    panels = [
        MultiFieldPanel(
            [
                FieldPanel("member"),
                FieldRowPanel([FieldPanel("number"), FieldPanel("plan")]),
                FieldRowPanel([FieldPanel("kind"), FieldPanel("reason"), FieldPanel("form")]),
                FieldRowPanel([FieldPanel("start"), FieldPanel("end")]),
            ],
            heading="Проверка",
        ),
        FieldPanel("subjects"),
    ]

    @display(description="начало", ordering="start")
    def first_day(self, row):
        """When it begins."""
        return f"{row.start:%d.%m.%Y}"

    @display(description="срок", ordering="documents_due")
    def next_term(self, row):
        """By when documents or cures are awaited."""
        if row.state == Inspection.State.DOCUMENTS_REQUESTED and row.documents_due:
            return f"документы до {row.documents_due:%d.%m.%Y}"
        if row.state == Inspection.State.REMEDIATION and row.first_cure:
            return f"устранить до {row.first_cure:%d.%m.%Y}"
        return "—"

    def get_queryset(self, request):
        """Add the nearest term of a violation."""
        return super().get_queryset(request).annotate(first_cure=FIRST_CURE)


class PlanButtons(ActButtons):
    """Filling and publishing."""

    def acts(self, obj):
        """Offer what makes sense."""
        user = self.request.user
        if user.has_perm("supervision.add_inspection") and obj.year >= timezone.localdate().year:
            yield "plan_fill", "Пополнить"
        if obj.published_at is None and user.has_perm("supervision.publish_inspectionplan"):
            yield "plan_publish", "Опубликовать"


class PlanAdmin(ControlAdmin):
    """Plans by year."""

    model = InspectionPlan
    menu_label = "Планы проверок"
    menu_icon = "calendar-alt"
    permission_helper_class = NoDeletion
    button_helper_class = PlanButtons
    create_view_class = plans.PlanCreateView
    edit_view_class = plans.PlanEditView
    list_display = ["title", "approved_by", "inspection_count", "published"]
    panels = [FieldPanel("year"), FieldPanel("approved_by")]

    def get_queryset(self, request):
        """Add how many inspections each has."""
        return super().get_queryset(request).annotate(count=Count("inspections"))

    @display(description="план", ordering="year")
    def title(self, plan):
        """The year."""
        return str(plan)

    @display(description="проверок", ordering="count")
    def inspection_count(self, plan):
        """How many."""
        return plan.count

    @display(description="опубликован", ordering="published_at")
    def published(self, plan):
        """Whether members and the public see it."""
        return "да" if plan.published_at else "нет"


class MeasureButtons(ActButtons):
    """Ends of a measure."""

    def acts(self, obj):
        """Offer both while it is in force."""
        in_force = obj.status == DisciplinaryAction.Status.IN_FORCE
        if in_force and self.request.user.has_perm("supervision.discipline_inspection"):
            yield "measure_fulfil", "Исполнена"
            yield "measure_lift", "Снять"


class MeasureAdmin(ControlRegister):
    """Measures; they are taken on the page of an inspection."""

    model = DisciplinaryAction
    menu_label = "Меры воздействия"
    menu_icon = "warning"
    permission_helper_class = ReadOnly
    button_helper_class = MeasureButtons
    list_display = ["member", "kind", "protocol_no", "date", "until", "copy_due", "status"]
    list_filter = ["status", "kind", "date"]
    search_fields = ["protocol_no", *BY_MEMBER]


class ReportButtons(ActButtons):
    """Decisions."""

    def acts(self, obj):
        """Offer what follows from the state."""
        states = AnnualReport.State
        if not self.request.user.has_perm("supervision.review_annualreport"):
            return
        if obj.state == states.SUBMITTED:
            yield "report_review", "На рассмотрение"
        if obj.state in (states.SUBMITTED, states.UNDER_REVIEW):
            yield "report_accept", "Утвердить"
            yield "report_return", "Вернуть"

    def get_buttons_for_obj(self, obj, **kwargs):
        """Add the file of the last version."""
        file = {
            "url": reverse("report_file", args=[obj.pk]),
            "label": "Файл",
            "title": "Скачать последнюю версию",
            "classname": "button button-small button-secondary",
        }
        return [file, *super().get_buttons_for_obj(obj, **kwargs)]


class ReportAdmin(ControlRegister):
    """Annual reports by year."""

    model = AnnualReport
    menu_label = "Отчёты членов"
    menu_icon = "doc-full"
    permission_helper_class = ReadOnly
    button_helper_class = ReportButtons
    index_template_name = "lk_addon/supervision/staff/reports.html"
    list_display = ["member", "year_text", "submitted_at", "state"]
    list_filter = ["state", "year"]
    search_fields = BY_MEMBER

    @display(description="за год", ordering="year")
    def year_text(self, report):
        """The year, without a space between its digits."""
        return str(report.year)


class QualificationFilter(SimpleListFilter):
    """By what the qualification is worth today."""

    title = "квалификация"
    parameter_name = "qualification"

    def lookups(self, request, model_admin):
        """Name the four."""
        return Specialist.Qualification.choices

    def queryset(self, request, queryset):
        """Leave the others out."""
        return queryset.filter(qualification=self.value()) if self.value() else queryset


class SpecialistButtons(ActButtons):
    """Documents and leaving."""

    def acts(self, obj):
        """Offer both while the specialist works."""
        if obj.left_at is None and self.request.user.has_perm("supervision.change_specialist"):
            yield "specialist_document", "Документ"
            yield "specialist_leave", "Уволен"


class SpecialistAdmin(ControlRegister):
    """Specialists whose qualification ends first come first."""

    model = Specialist
    menu_label = "Специалисты"
    menu_icon = "group"
    permission_helper_class = NoDeletion
    button_helper_class = SpecialistButtons
    create_view_class = plans.SpecialistCreateView
    edit_view_class = plans.SpecialistEditView
    list_display = ["full_name", "member", "nrs_number", "valid_to", "worth"]
    more_columns = [*ControlRegister.more_columns, "role", "employment", "position", "nrs_included_at"]
    file_values = {"valid_to": "nok_valid_to"}
    export_permission = "supervision.export_specialist"
    list_filter = [QualificationFilter, "role", "employment", "nok_valid_to"]
    ordering = ["nok_valid_to", "full_name"]
    search_fields = ["full_name", "nrs_number", *BY_MEMBER]
    panels = [
        MultiFieldPanel(
            [
                FieldPanel("member"),
                FieldPanel("full_name"),
                FieldRowPanel([FieldPanel("role"), FieldPanel("employment")]),
                FieldPanel("position"),
                FieldRowPanel([FieldPanel("order_no"), FieldPanel("order_date")]),
                FieldRowPanel([FieldPanel("education"), FieldPanel("experience_years")]),
            ],
            heading="Работа",
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("nrs_number"), FieldPanel("nrs_included_at")]),
                FieldRowPanel([FieldPanel("nok_certificate_no"), FieldPanel("nok_date"), FieldPanel("nok_valid_to")]),
            ],
            heading="Национальный реестр и квалификация",
        ),
    ]

    def get_queryset(self, request):
        """Those who work now, with what their qualification is worth."""
        return with_qualification(super().get_queryset(request).filter(left_at=None))

    @display(description="НОК до", ordering="nok_valid_to")
    def valid_to(self, row):
        """The last day of the qualification."""
        return f"{row.nok_valid_to:%d.%m.%Y}" if row.nok_valid_to else "—"

    @display(description="квалификация", ordering="nok_valid_to")
    def worth(self, row):
        """In words."""
        return Specialist.Qualification(row.qualification).label


class SubjectAdmin(ControlAdmin):
    """What may be inspected."""

    model = InspectionSubject
    menu_label = "Предметы проверок"
    menu_icon = "list-ul"
    permission_helper_class = NoDeletion
    create_view_class = plans.SubjectCreateView
    edit_view_class = plans.SubjectEditView
    list_display = ["title", "order", "offered"]
    panels = [FieldPanel("title"), FieldRowPanel([FieldPanel("order"), FieldPanel("is_offered")])]

    @display(description="предлагается", ordering="is_offered")
    def offered(self, subject):
        """Whether new inspections may have it."""
        return "да" if subject.is_offered else "нет"


class TermsAdmin(ControlAdmin):
    """Terms of law by the day since which they hold."""

    model = ControlTerms
    menu_label = "Сроки по закону"
    menu_icon = "history"
    permission_helper_class = SupersededOnly
    create_view_class = plans.TermsCreateView
    edit_view_class = plans.TermsEditView
    list_display = ["valid_from", "ground", "at_least_every_years", "at_most_per_year", "qualification_years"]
    panels = [
        MultiFieldPanel([FieldPanel("valid_from"), FieldPanel("ground")], heading="Основание"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("at_least_every_years"), FieldPanel("at_most_per_year")]),
                FieldPanel("decision_copy_days"),
            ],
            heading="Проверки",
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("qualification_years"), FieldPanel("qualification_warning_days")]),
                FieldPanel("least_specialists"),
            ],
            heading="Специалисты",
        ),
        MultiFieldPanel([FieldRowPanel([FieldPanel("report_day"), FieldPanel("report_month")])], heading="Отчёт"),
    ]
