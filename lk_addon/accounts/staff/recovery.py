"""Giving access back: staff write down how they identified the person, then act (REQ-2.5)."""

from django import forms
from django.core.exceptions import ValidationError
from wagtail_modeladmin.options import ModelAdmin

from cms.users.domain import reset_second_factor
from cms.users.models import IdentityCheck
from cms.users.staff_forms import IdentityForm
from lk_addon.accounts.domain.recovery import recover_credentials
from lk_addon.accounts.models import Mandate
from lk_addon.cabinet.staff import ActView, ReadOnly


class CredentialsForm(IdentityForm):
    """Identity, and where to write when the old mailbox is lost."""

    new_email = forms.EmailField(
        label="Новый адрес почты",
        required=False,
        help_text="Только если прежний утерян: ссылка уйдёт сюда, адрес станет логином. Иначе оставьте пустым.",
    )


class ReplaceCredentialsView(ActView):
    """Give a new link to somebody identified who lost login or password."""

    model = Mandate
    form_class = CredentialsForm
    permission_required = "accounts.decide_accessapplication"
    title = "Новая ссылка взамен утерянного логина или пароля"
    explanation = (
        "Сначала убедитесь, что обратился сам представитель и его полномочия действуют, и запишите, как убедились. "
        "Прежний пароль и все сеансы перестанут действовать сразу, прежние ссылки тоже."
    )
    button = "Я убедился, отправить новую ссылку"
    done = "Прежний пароль больше не действует, новая ссылка поставлена в очередь отправки."
    wants_confirmation = True

    def act(self, form):
        """Replace."""
        identity = dict(form.cleaned_data)
        new_email = identity.pop("new_email")
        recover_credentials(mandate=self.object, identity=identity, new_email=new_email, actor=self.request.user)


class ResetSecondFactorView(ActView):
    """Take away the lost devices of a representative who was identified; the password stays."""

    model = Mandate
    form_class = IdentityForm
    permission_required = "accounts.decide_accessapplication"
    title = "Сброс второго фактора"
    explanation = (
        "Сначала убедитесь, что обратился сам представитель: позвоните по телефону из заявления. Потерянные "
        "устройства и резервные коды перестанут подходить, все сеансы завершатся; пароль останется прежним. "
        "Представителю придёт письмо."
    )
    button = "Я убедился, сбросить"
    done = "Второй фактор сброшен. При следующем входе его нужно подключить заново."
    dangerous = True
    wants_confirmation = True

    def act(self, form):
        """Reset, but not for staff: theirs is the administrators' matter."""
        user = self.object.user
        if user.is_staff:
            raise ValidationError("Это учётная запись сотрудника: её второй фактор сбрасывает администратор.")
        reset_second_factor(user=user, identity=form.cleaned_data, actor=self.request.user)


class IdentityCheckAdmin(ModelAdmin):
    """Who was identified, how and by whom."""

    model = IdentityCheck
    menu_label = "Проверки личности"
    menu_icon = "user"
    permission_helper_class = ReadOnly
    inspect_view_enabled = True
    history_view_enabled = False
    list_display = ["user", "purpose", "way", "document", "checked_at", "checked_by"]
    list_filter = ["purpose", "way", "checked_at"]
    list_select_related = ["user", "checked_by"]
    list_per_page = 50
    search_fields = ["user__email", "user__last_name", "document"]
