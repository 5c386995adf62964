"""Acts of the member department upon access to the cabinet."""

from django.core.exceptions import ValidationError

from cms.users.domain import reset_second_factor
from lk_addon.accounts.domain import invitations
from lk_addon.accounts.models import Mandate
from lk_addon.cabinet.staff import ActView


class ReplaceCredentialsView(ActView):
    """Give a new link to somebody identified who lost login or password (REQ-2.5)."""

    model = Mandate
    permission_required = "accounts.decide_accessapplication"
    title = "Новая ссылка взамен утерянного пароля"
    explanation = (
        "Сначала убедитесь, что обратился сам представитель и его полномочия действуют. "
        "Прежний пароль и все сеансы перестанут действовать сразу, прежние ссылки тоже."
    )
    button = "Я убедился, отправить новую ссылку"
    done = "Прежний пароль больше не действует, новая ссылка поставлена в очередь отправки."

    def act(self, form):
        """Replace."""
        invitations.replace_credentials(mandate=self.object, actor=self.request.user)


class ResetSecondFactorView(ActView):
    """Take away the lost devices of a representative who was identified; the password stays."""

    model = Mandate
    permission_required = "accounts.decide_accessapplication"
    title = "Сброс второго фактора"
    explanation = (
        "Сначала убедитесь, что обратился сам представитель: позвоните по телефону из заявления. Потерянные "
        "устройства и резервные коды перестанут подходить, все сеансы завершатся; пароль останется прежним."
    )
    button = "Я убедился, сбросить"
    done = "Второй фактор сброшен. При следующем входе его нужно подключить заново."
    dangerous = True

    def act(self, form):
        """Reset, but not for staff: theirs is the administrators' matter."""
        user = self.object.user
        if user.is_staff:
            raise ValidationError("Это учётная запись сотрудника: её второй фактор сбрасывает администратор.")
        reset_second_factor(user=user, actor=self.request.user)
