"""Access to the cabinet in the back office."""

from django.contrib.admin import display
from django.db import transaction
from django.urls import path
from django.utils import timezone
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail_modeladmin.options import ModelAdmin, ModelAdminGroup, modeladmin_register
from wagtail_modeladmin.views import CreateView, EditView

from lk_addon.accounts import staff_views
from lk_addon.accounts.domain.applications import register_application
from lk_addon.accounts.models import AccessApplication, AccountBlock, Consent, Mandate
from lk_addon.cabinet.staff import ActButtons, NoDeletion, ReadOnly


@hooks.register("register_admin_urls")
def register_act_urls():
    """Give the acts their addresses."""
    return [
        path("access/<int:pk>/invite/", staff_views.InviteView.as_view(), name="access_invite"),
        path("access/<int:pk>/refuse/", staff_views.RefuseView.as_view(), name="access_refuse"),
        path("mandates/<int:pk>/link/", staff_views.ReplaceCredentialsView.as_view(), name="access_new_link"),
        path(
            "mandates/<int:pk>/second-factor/", staff_views.ResetSecondFactorView.as_view(), name="access_reset_factor"
        ),
        path("mandates/<int:pk>/revoke/", staff_views.RevokeMandateView.as_view(), name="access_revoke"),
        path("mandates/<int:pk>/block/", staff_views.BlockView.as_view(), name="access_block"),
        path("blocks/<int:pk>/lift/", staff_views.LiftBlockView.as_view(), name="access_unblock"),
    ]


class ApplicationPermissions(NoDeletion):
    """An application that was decided stays as it is."""

    def user_can_edit_obj(self, user, obj):
        """Only while it waits."""
        return obj.state == AccessApplication.State.RECEIVED and super().user_can_edit_obj(user, obj)


class ApplicationButtons(ActButtons):
    """Decide, while there is something to decide."""

    def acts(self, obj):
        """Offer both decisions."""
        if obj.state == AccessApplication.State.RECEIVED and self.request.user.has_perm(
            "accounts.decide_accessapplication"
        ):
            yield "access_invite", "Пригласить"
            yield "access_refuse", "Отказать"


class SaveThroughDomain:
    """Store what the form holds by the domain function, so that the audit journal knows of it."""

    def form_valid(self, form):
        """Store, then go on as usual."""
        with transaction.atomic():
            register_application(application=form.save(commit=False), actor=self.request.user)
            return super().form_valid(form)


class ApplicationCreateView(SaveThroughDomain, CreateView):
    """A new application."""


class ApplicationEditView(SaveThroughDomain, EditView):
    """A correction of one that waits."""


class ApplicationAdmin(ModelAdmin):
    """Paper applications."""

    model = AccessApplication
    menu_label = "Заявления"
    menu_icon = "doc-full"
    permission_helper_class = ApplicationPermissions
    button_helper_class = ApplicationButtons
    create_view_class = ApplicationCreateView
    edit_view_class = ApplicationEditView
    inspect_view_enabled = True
    list_display = ["number", "date", "member", "representative", "state"]
    list_filter = ["state", "date"]
    list_select_related = ["member"]
    list_per_page = 50
    search_fields = ["number", "member__sort_name", "member__registration_number", "last_name", "email"]
    panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("number"), FieldPanel("date")]),
                FieldPanel("member"),
                FieldPanel("applicant_name"),
            ],
            heading="Заявление",
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("last_name"), FieldPanel("first_name"), FieldPanel("patronymic")]),
                FieldPanel("position"),
                FieldRowPanel([FieldPanel("email"), FieldPanel("phone")]),
            ],
            heading="Представитель",
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("basis"), FieldPanel("basis_number"), FieldPanel("basis_date")]),
                FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
            ],
            heading="Полномочия",
        ),
    ]

    @display(description="представитель", ordering="last_name")
    def representative(self, application):
        """The person who is to get access."""
        return application.representative_name


class MandateButtons(ActButtons):
    """What may be done to a representative's access."""

    def acts(self, obj):
        """Offer what this user may do and what still makes sense."""
        user = self.request.user
        if obj.revoked_at:
            return
        if user.has_perm("accounts.decide_accessapplication"):
            yield "access_new_link", "Новая ссылка"
            yield "access_reset_factor", "Второй фактор"
        if user.has_perm("accounts.add_accountblock"):
            yield "access_block", "Блокировка"
        if user.has_perm("accounts.revoke_mandate"):
            yield "access_revoke", "Отозвать"


class MandateAdmin(ModelAdmin):
    """Who may act for whom, and until when."""

    model = Mandate
    menu_label = "Представители"
    menu_icon = "user"
    permission_helper_class = ReadOnly
    button_helper_class = MandateButtons
    inspect_view_enabled = True
    history_view_enabled = False
    list_display = ["login", "user", "member", "term"]
    list_filter = ["basis"]
    list_select_related = ["user", "member"]
    list_per_page = 50
    search_fields = ["member__sort_name", "member__registration_number", "user__email", "user__last_name"]

    @display(description="номер в кабинете", ordering="label_number")
    def login(self, mandate):
        """The neutral id of the representative."""
        return mandate.login_label

    @display(description="действует", ordering="valid_to")
    def term(self, mandate):
        """The days between which it is in force, or that it was revoked."""
        if mandate.revoked_at:
            return f"отозвано {timezone.localtime(mandate.revoked_at):%d.%m.%Y}"
        end = f"по {mandate.valid_to:%d.%m.%Y}" if mandate.valid_to else "без срока"
        return f"с {mandate.valid_from:%d.%m.%Y} {end}"


class BlockButtons(ActButtons):
    """A block can be lifted."""

    def acts(self, obj):
        """Offer it once."""
        if obj.lifted_at is None and self.request.user.has_perm("accounts.lift_accountblock"):
            yield "access_unblock", "Снять"


class BlockAdmin(ModelAdmin):
    """Blocks, lifted ones included."""

    model = AccountBlock
    menu_label = "Блокировки"
    menu_icon = "lock"
    permission_helper_class = ReadOnly
    button_helper_class = BlockButtons
    inspect_view_enabled = True
    history_view_enabled = False
    list_display = ["user", "reason", "blocked_at", "blocked_by", "lifted_at"]
    list_filter = ["reason", "blocked_at"]
    list_select_related = ["user", "blocked_by"]
    list_per_page = 50
    search_fields = ["user__email", "user__last_name"]


class ConsentAdmin(ModelAdmin):
    """The proof of consents."""

    model = Consent
    menu_label = "Согласия"
    menu_icon = "tick"
    permission_helper_class = ReadOnly
    inspect_view_enabled = True
    history_view_enabled = False
    list_display = ["user", "kind", "edition", "given_at", "ip_address"]
    list_filter = ["kind", "given_at"]
    list_select_related = ["user", "edition"]
    list_per_page = 50
    search_fields = ["user__email", "user__last_name"]


class AccessGroup(ModelAdminGroup):
    """The menu «Доступ в кабинет»."""

    menu_label = "Доступ в кабинет"
    menu_icon = "key"
    menu_order = 310
    items = (ApplicationAdmin, MandateAdmin, BlockAdmin, ConsentAdmin)


modeladmin_register(AccessGroup)
