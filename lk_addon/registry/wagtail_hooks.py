"""The register of members in the back office."""

from django.contrib.admin import SimpleListFilter, display
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import path
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail_modeladmin.options import ModelAdmin, modeladmin_register
from wagtail_modeladmin.views import CreateView, EditView

from lk_addon.cabinet.staff import ActButtons, NoDeletion
from lk_addon.registry.domain.membership import correct_entry, register_member
from lk_addon.registry.forms import EntryForm
from lk_addon.registry.models import Member
from lk_addon.registry.staff_views import ExcludeView


@hooks.register("register_admin_urls")
def register_act_urls():
    """Give the acts their addresses."""
    return [path("registry/<int:pk>/exclude/", ExcludeView.as_view(), name="registry_exclude")]


class StatusFilter(SimpleListFilter):
    """Those who are members today, or not any more."""

    title = "статус"
    parameter_name = "status"

    def lookups(self, request, model_admin):
        """Name the two."""
        return [("acting", "является членом"), ("excluded", "исключён")]

    def queryset(self, request, queryset):
        """Ask the model's queryset."""
        return getattr(queryset, self.value())() if self.value() in ("acting", "excluded") else queryset


class MemberButtons(ActButtons):
    """Exclusion is an act of its own, not a field to type into."""

    def acts(self, obj):
        """Offer it while the membership lasts."""
        if obj.is_acting() and self.request.user.has_perm("registry.exclude_member"):
            yield "registry_exclude", "Исключить"


class SaveThroughDomain:
    """Store what the form holds by the domain function, so that versions and journal know of it."""

    def form_valid(self, form):
        """Store, then go on as usual with nothing left for the form to save."""
        try:
            with transaction.atomic():
                self.store(form)
                return super().form_valid(form)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)


class MemberCreateView(SaveThroughDomain, CreateView):
    """A new entry."""

    def store(self, form):
        """Register."""
        member = form.save(commit=False)
        register_member(member=member, actor=self.request.user, ground=form.cleaned_data["ground"])


class MemberEditView(SaveThroughDomain, EditView):
    """A correction of an entry."""

    def store(self, form):
        """Correct."""
        details = {name: form.cleaned_data[name] for name in ("ground", "event_on", "reported_on")}
        correct_entry(member=form.save(commit=False), actor=self.request.user, **details)


PANELS = [
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("registration_number"), FieldPanel("registered_at")]),
            FieldPanel("member_type"),
            FieldPanel("full_name"),
            FieldPanel("short_name"),
            FieldRowPanel([FieldPanel("inn"), FieldPanel("ogrn"), FieldPanel("kpp")]),
            FieldPanel("state_registration_date"),
        ],
        heading="Организация",
    ),
    InlinePanel("heads", heading="Руководители", label="руководитель"),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("address_postal_code"), FieldPanel("address_country")]),
            FieldRowPanel([FieldPanel("address_region"), FieldPanel("address_district")]),
            FieldRowPanel([FieldPanel("address_locality"), FieldPanel("address_street")]),
            FieldRowPanel([FieldPanel("address_house"), FieldPanel("address_building"), FieldPanel("address_room")]),
            FieldPanel("address"),
            FieldPanel("activity_address"),
            FieldRowPanel([FieldPanel("phones"), FieldPanel("email"), FieldPanel("website")]),
        ],
        heading="Адрес и контакты",
    ),
    MultiFieldPanel(
        [
            FieldPanel("admission_body"),
            FieldRowPanel([FieldPanel("admission_protocol_no"), FieldPanel("admission_date")]),
            FieldPanel("admission_effective_date"),
            FieldPanel("compliance"),
        ],
        heading="Приём в члены",
    ),
    MultiFieldPanel(
        [
            FieldPanel("ground"),
            FieldRowPanel([FieldPanel("event_on"), FieldPanel("reported_on")]),
        ],
        heading="Основание изменения",
    ),
]


class MemberAdmin(ModelAdmin):
    """Entries by name; found by name, ИНН, ОГРН or number."""

    model = Member
    menu_label = "Члены СРО"
    menu_icon = "group"
    menu_order = 300
    permission_helper_class = NoDeletion
    button_helper_class = MemberButtons
    create_view_class = MemberCreateView
    edit_view_class = MemberEditView
    inspect_view_enabled = True
    list_display = ["name", "registration_number", "inn", "registered_at", "status"]
    list_filter = [StatusFilter, "member_type", "compliance"]
    list_per_page = 50
    search_fields = ["sort_name", "full_name", "inn", "ogrn", "registration_number"]
    edit_handler = ObjectList(PANELS, base_form_class=EntryForm)

    @display(description="организация", ordering="sort_name")
    def name(self, member):
        """The name by which people know it."""
        return member.display_name

    @display(description="статус")
    def status(self, member):
        """What it is today."""
        return member.status_title


modeladmin_register(MemberAdmin)
