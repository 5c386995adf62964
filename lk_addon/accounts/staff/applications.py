"""Paper applications: entered, checked, decided (REQ-1.2, REQ-1.3.a)."""

from django.contrib.admin import display
from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail_modeladmin.views import CreateView, EditView

from lk_addon.accounts import checks
from lk_addon.accounts.domain import applications
from lk_addon.accounts.models import AccessApplication
from lk_addon.accounts.staff.forms import ApplicationForm, CheckForm, RefusalForm
from lk_addon.cabinet.files import serve_private
from lk_addon.cabinet.staff import ActButtons, ActView, NoDeletion
from lk_addon.cabinet.staff_lists import RegisterAdmin
from lk_addon.cabinet.stale import WarnsOfOthers
from lk_addon.registry.staff_columns import BY_MEMBER, MemberColumns

State = AccessApplication.State
SCANS = {"zayavlenie": "scan", "osnovanie": "basis_scan"}


class CheckView(ActView):
    """Compare an application with the register (REQ-1.1.e)."""

    model = AccessApplication
    form_class = CheckForm
    template_name = "lk_addon/accounts/staff/check.html"
    permission_required = "accounts.check_accessapplication"
    title = "Проверка заявления"
    explanation = "Вот что нашла система. Сверьте с бумагой имя, почту и подпись."
    button = "Проверено"
    done = "Заявление проверено: можно приглашать."

    def act(self, form):
        """Check."""
        applications.check_application(application=self.object, note=form.cleaned_data["note"], actor=self.request.user)

    def get_context_data(self, **kwargs):
        """Add what was found."""
        return super().get_context_data(**kwargs) | {"findings": checks.findings(self.object)}


class ReopenView(ActView):
    """Let a checked application be corrected."""

    model = AccessApplication
    permission_required = "accounts.check_accessapplication"
    title = "Возврат заявления на проверку"
    explanation = "Заявление снова можно будет исправить; перед приглашением его нужно проверить ещё раз."
    button = "Вернуть"
    done = "Заявление возвращено."

    def act(self, form):
        """Reopen."""
        applications.reopen_application(application=self.object, actor=self.request.user)


class InviteView(ActView):
    """Open access by an application that was checked (REQ-1.3.a)."""

    model = AccessApplication
    template_name = "lk_addon/accounts/staff/check.html"
    permission_required = "accounts.decide_accessapplication"
    title = "Приглашение представителя"
    explanation = "На почту из заявления уйдёт ссылка для активации; она действует 72\u00a0часа и один раз."
    button = "Пригласить"
    done = "Приглашение поставлено в очередь отправки."
    wants_confirmation = True

    def act(self, form):
        """Invite."""
        applications.invite(application=self.object, actor=self.request.user)

    def get_context_data(self, **kwargs):
        """Add what is found today."""
        return super().get_context_data(**kwargs) | {"findings": checks.findings(self.object)}


class RefuseView(ActView):
    """Refuse access."""

    model = AccessApplication
    form_class = RefusalForm
    permission_required = "accounts.decide_accessapplication"
    title = "Отказ в доступе"
    explanation = "Причина останется в заявлении. Письмо об отказе отсюда не отправляется."
    button = "Отказать"
    done = "Отказ записан."
    dangerous = True

    def act(self, form):
        """Refuse."""
        applications.refuse(application=self.object, reason=form.cleaned_data["reason"], actor=self.request.user)


@require_safe
@permission_required("accounts.view_accessapplication", raise_exception=True)
def open_scan(request, pk, which):
    """Give staff a scan; the journal says who opened it, for it shows personal data."""
    if which not in SCANS:
        raise Http404
    application = get_object_or_404(AccessApplication, pk=pk)
    file = getattr(application, SCANS[which])
    return serve_private(request, file, f"{which}-{application.pk}{file.name[file.name.rfind('.') :] if file else ''}")


class ApplicationPermissions(NoDeletion):
    """An application that was checked or decided stays as it is."""

    def user_can_edit_obj(self, user, obj):
        """Only until it is checked."""
        return obj.state == State.RECEIVED and super().user_can_edit_obj(user, obj)


class ApplicationButtons(ActButtons):
    """The next step."""

    def acts(self, obj):
        """Offer what the state allows to whom it is permitted."""
        user = self.request.user
        if user.has_perm("accounts.check_accessapplication"):
            if obj.state == State.RECEIVED:
                yield "access_check", "Проверить"
            if obj.state == State.CHECKED:
                yield "access_reopen", "Вернуть"
        if user.has_perm("accounts.decide_accessapplication"):
            if obj.state == State.CHECKED:
                yield "access_invite", "Пригласить"
            if obj.is_waiting:
                yield "access_refuse", "Отказать"


class SaveThroughDomain:
    """Store what the form holds by the domain function, so that the audit journal knows of it."""

    def form_valid(self, form):
        """Store, then go on as usual."""
        with transaction.atomic():
            applications.register_application(application=form.save(commit=False), actor=self.request.user)
            return super().form_valid(form)


class ApplicationCreateView(SaveThroughDomain, CreateView):
    """A new application."""


class ApplicationEditView(WarnsOfOthers, SaveThroughDomain, EditView):
    """A correction of one that waits."""


class ApplicationAdmin(MemberColumns, RegisterAdmin):
    """Paper applications."""

    model = AccessApplication
    menu_label = "Заявления"
    menu_icon = "doc-full"
    permission_helper_class = ApplicationPermissions
    button_helper_class = ApplicationButtons
    create_view_class = ApplicationCreateView
    edit_view_class = ApplicationEditView
    inspect_view_enabled = True
    inspect_template_name = "lk_addon/accounts/staff/application.html"
    history_view_enabled = False
    list_display = ["number", "dated", "member", "representative", "state"]
    more_columns = ["member_number", "member_inn", "basis", "basis_number", "basis_date", "valid_from", "valid_to"]
    file_values = {"dated": "date"}
    screen_only = ["representative"]
    list_filter = ["state", "basis", "date"]
    list_select_related = ["member"]
    search_fields = ["number", *BY_MEMBER, "last_name", "email"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("number"), FieldPanel("date")]),
                    FieldPanel("member"),
                    FieldPanel("applicant_name"),
                    FieldPanel("scan"),
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
                    FieldPanel("basis"),
                    FieldRowPanel([FieldPanel("basis_number"), FieldPanel("basis_date")]),
                    FieldPanel("basis_scan"),
                    FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
                    FieldPanel("permissions"),
                ],
                heading="Полномочия",
            ),
        ],
        base_form_class=ApplicationForm,
    )

    @display(description="представитель", ordering="last_name")
    def representative(self, application):
        """The person who is to get access."""
        return application.representative_name

    @display(description="дата заявления", ordering="date")
    def dated(self, application):
        """The day on the paper, short enough for a column."""
        return f"{application.date:%d.%m.%Y}"
