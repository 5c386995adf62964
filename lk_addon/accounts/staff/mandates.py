"""Who may act for whom, until when and to do what (REQ-1.1.d, REQ-2.1.e)."""

from datetime import timedelta

from django.contrib.admin import SimpleListFilter, display
from django.utils import timezone
from wagtail_modeladmin.helpers import ButtonHelper

from lk_addon.accounts.domain import mandates
from lk_addon.accounts.domain.heads import confirm_head
from lk_addon.accounts.domain.reminders import DISTANCES
from lk_addon.accounts.models import Mandate
from lk_addon.accounts.queries import mandates_of_former_heads
from lk_addon.accounts.staff.forms import ExtensionForm, PermissionsForm
from lk_addon.cabinet.staff import ActButtons, ActView, ReadOnly
from lk_addon.cabinet.staff_lists import RegisterAdmin
from lk_addon.registry.staff_columns import BY_MEMBER, MemberColumns


class ExtendView(ActView):
    """Give a mandate a new term."""

    model = Mandate
    form_class = ExtensionForm
    permission_required = "accounts.extend_mandate"
    title = "Продление полномочий"
    explanation = (
        "По новому документу. Логин, пароль и права остаются; если срок уже вышел, кабинет откроется снова, "
        "активировать его заново не нужно."
    )
    button = "Продлить"
    done = "Полномочия продлены."
    wants_confirmation = True

    def get_initial(self):
        """Start from the document of today."""
        fields = ("basis", "basis_number", "basis_date", "valid_to")
        return {name: getattr(self.object, name) for name in fields}

    def act(self, form):
        """Extend."""
        mandates.extend_mandate(mandate=self.object, actor=self.request.user, **form.cleaned_data)


class PermissionsView(ActView):
    """Change what a representative may do."""

    model = Mandate
    form_class = PermissionsForm
    permission_required = "accounts.arrange_mandate"
    title = "Права представителя"
    explanation = "Действуют со следующего обращения. Руководитель организации меняет права коллег и сам, в кабинете."
    button = "Сохранить"
    done = "Права изменены."
    wants_confirmation = True

    def get_initial(self):
        """Start from what is given today."""
        return {"permissions": self.object.permissions}

    def act(self, form):
        """Change."""
        mandates.change_permissions(
            mandate=self.object, permissions=form.cleaned_data["permissions"], actor=self.request.user
        )


class SuspendView(ActView):
    """Close one member's cabinet to a representative for a time."""

    model = Mandate
    permission_required = "accounts.arrange_mandate"
    title = "Приостановка доступа"
    explanation = "Кабинет этой организации закроется для представителя при следующем же обращении, остальные — нет."
    button = "Приостановить"
    done = "Доступ приостановлен."
    dangerous = True

    def act(self, form):
        """Suspend."""
        mandates.suspend_mandate(mandate=self.object, actor=self.request.user)


class ResumeView(ActView):
    """Open it again."""

    model = Mandate
    permission_required = "accounts.arrange_mandate"
    title = "Возобновление доступа"
    button = "Возобновить"
    done = "Доступ возобновлён."
    wants_confirmation = True

    @property
    def explanation(self):
        """What follows, and of what the employee gives their word where the register names another head."""
        said = "Представитель снова войдёт в кабинет этой организации с прежним паролем."
        if self.object.head_in_doubt:
            said += (
                " В реестре руководителем значится другое имя: возобновляйте, только если убедились, что представитель "
                "и есть руководитель. Это будет записано."
            )
        return said

    def act(self, form):
        """Resume."""
        mandates.resume_mandate(mandate=self.object, actor=self.request.user)


class ConfirmHeadView(ActView):
    """Say that a representative is the head although the register writes the name otherwise."""

    model = Mandate
    permission_required = "accounts.arrange_mandate"
    title = "Подтверждение руководителя"
    explanation = (
        "Представитель входит как руководитель, а в реестре руководителем значится другое имя. Подтвердите, если это "
        "один человек, например после смены фамилии. Если руководитель сменился, отзовите полномочие."
    )
    button = "Это руководитель"
    done = "Руководитель подтверждён."
    wants_confirmation = True

    def act(self, form):
        """Confirm."""
        confirm_head(mandate=self.object, actor=self.request.user)


class RevokeView(ActView):
    """End a mandate before its term."""

    model = Mandate
    permission_required = "accounts.revoke_mandate"
    title = "Отзыв полномочия"
    explanation = (
        "Представитель перестанет видеть кабинет этой организации при следующем же обращении. "
        "Отозванное не возвращается: для нового доступа нужно новое заявление."
    )
    button = "Отозвать"
    done = "Полномочие отозвано."
    dangerous = True
    wants_confirmation = True

    def act(self, form):
        """Revoke."""
        mandates.revoke_mandate(mandate=self.object, actor=self.request.user)


class StateFilter(SimpleListFilter):
    """What became of mandates, by the dates of today."""

    title = "состояние"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        """Name the states."""
        return [
            ("live", "действует"),
            ("ending", f"кончается за {max(DISTANCES)} дней"),
            ("ended", "срок вышел"),
            ("suspended", "приостановлено"),
            ("revoked", "отозвано"),
            ("head", "руководитель сменился"),
        ]

    def queryset(self, request, queryset):
        """Choose by dates."""
        today, live = timezone.localdate(), queryset.filter(revoked_at=None)
        chosen = {
            "live": live.filter(suspended_at=None).exclude(valid_to__lt=today),
            "ending": live.filter(valid_to__range=(today, today + timedelta(days=max(DISTANCES)))),
            "ended": live.filter(valid_to__lt=today),
            "suspended": live.filter(suspended_at__isnull=False),
            "revoked": queryset.filter(revoked_at__isnull=False),
            "head": live.filter(pk__in=mandates_of_former_heads().values("pk")),
        }
        return chosen.get(self.value(), queryset)


class MandateButtons(ActButtons):
    """What may be done to a representative's access."""

    def acts(self, obj):
        """Offer what this user may do and what still makes sense."""
        user = self.request.user
        if obj.revoked_at:
            return
        if user.has_perm("accounts.extend_mandate"):
            yield "access_extend", "Продлить"
        if user.has_perm("accounts.arrange_mandate"):
            if not obj.is_head:
                yield "access_permissions", "Права"
            if obj.head_in_doubt and not obj.suspended_at:
                yield "access_confirm_head", "Это руководитель"
            yield ("access_resume", "Возобновить") if obj.suspended_at else ("access_suspend", "Приостановить")
        if user.has_perm("accounts.add_powerofattorney") and not obj.is_head:
            yield "access_power_add", "Приложить МЧД"
        if user.has_perm("accounts.decide_accessapplication"):
            yield "access_new_link", "Новая ссылка"
            yield "access_reset_factor", "Второй фактор"
        if user.has_perm("accounts.change_contactstate"):
            yield "access_contacts_failed", "Письмо не дошло"
        if user.has_perm("accounts.add_accountblock"):
            yield "access_block", "Блокировка"
        if user.has_perm("accounts.revoke_mandate"):
            yield "access_revoke", "Отозвать"

    def get_buttons_for_obj(self, obj, **kwargs):
        """Offer the acts on the page of one mandate only: a list of rows with seven buttons each is no list."""
        if "inspect" in kwargs.get("exclude", ()):
            return super().get_buttons_for_obj(obj, **kwargs)
        return ButtonHelper.get_buttons_for_obj(self, obj, **kwargs)


class MandateAdmin(MemberColumns, RegisterAdmin):
    """Representatives, those of yesterday included."""

    model = Mandate
    menu_label = "Представители"
    menu_icon = "user"
    permission_helper_class = ReadOnly
    button_helper_class = MandateButtons
    inspect_view_enabled = True
    inspect_template_name = "lk_addon/accounts/staff/mandate.html"
    history_view_enabled = False
    list_display = ["login", "user", "member", "basis", "term"]
    more_columns = ["member_number", "member_inn", "basis_number", "basis_date", "valid_from", "valid_to"]
    list_filter = [StateFilter, "basis"]
    list_select_related = ["user", "member"]
    search_fields = [*BY_MEMBER, "user__email", "user__last_name"]

    @display(description="номер в кабинете", ordering="label_number")
    def login(self, mandate):
        """The neutral id of the representative."""
        return mandate.login_label

    @display(description="действует", ordering="valid_to")
    def term(self, mandate):
        """The days between which it is in force, or what became of it."""
        if mandate.revoked_at:
            return f"отозвано {timezone.localtime(mandate.revoked_at):%d.%m.%Y}"
        if mandate.suspended_at:
            return f"приостановлено {timezone.localtime(mandate.suspended_at):%d.%m.%Y}"
        if mandate.has_ended():
            return f"срок вышел {mandate.valid_to:%d.%m.%Y}"
        end = f"по {mandate.valid_to:%d.%m.%Y}" if mandate.valid_to else "без срока"
        return f"с {mandate.valid_from:%d.%m.%Y} {end}"
