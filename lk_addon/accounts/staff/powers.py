"""Machine-readable powers of attorney in the back office: received, made sure of, ended."""

from django import forms
from django.contrib.admin import display
from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail_modeladmin.views import InspectView

from lk_addon.accounts.domain import powers
from lk_addon.accounts.models import Mandate, PowerOfAttorney
from lk_addon.accounts.powers import LABELS, NOT_A_HEAD, State, signed_by_head, state_of
from lk_addon.cabinet.staff import ActButtons, ActView, ReadOnly
from lk_addon.cabinet.staff_lists import RegisterAdmin
from lk_addon.files.accepted import SIGNATURES
from lk_addon.files.views import give
from lk_addon.registry.staff_columns import BY_MEMBER
from lk_addon.signatures.models import SignatureCheck
from lk_addon.signatures.queries import last_checks

FILES = ("document", "signature")


class PowerForm(forms.Form):
    """The document and the principal's signature, as the program gave them."""

    document = forms.FileField(label="Доверенность (XML)", widget=forms.FileInput({"accept": ".xml"}))
    signature = forms.FileField(
        label="Подпись доверителя",
        widget=forms.FileInput({"accept": ",".join(f".{extension}" for extension in SIGNATURES)}),
        help_text="Отсоединённая подпись этого самого файла: SIG, SGN или P7S.",
    )


class EndForm(forms.Form):
    """Why."""

    reason = forms.CharField(label="Причина", max_length=500, help_text="Например: отозвана, по реестру МЧД.")


class ReceiveView(ActView):
    """Take one in for a representative."""

    model = Mandate
    form_class = PowerForm
    permission_required = "accounts.add_powerofattorney"
    title = "Машиночитаемая доверенность"
    explanation = (
        "Приложите XML доверенности и файл подписи руководителя, не открывая и не сохраняя их заново. Система сверит "
        "организацию, представителя и сроки и проверит подпись."
    )
    button = "Приложить"
    done = "Доверенность принята, её подпись проверяется."

    def act(self, form):
        """Receive."""
        powers.receive_power(mandate=self.object, actor=self.request.user, **form.cleaned_data)

    @property
    def index_url(self):
        """The page of the representative."""
        return reverse("accounts_mandate_modeladmin_inspect", args=[self.object.pk])


class PowerAct(ActView):
    """An act upon one; it leads back to its page."""

    model = PowerOfAttorney
    permission_required = "accounts.settle_powerofattorney"

    @property
    def index_url(self):
        """The page of the power of attorney."""
        return reverse("accounts_powerofattorney_modeladmin_inspect", args=[self.object.pk])


class ConfirmView(PowerAct):
    """Say that it was looked at where the system cannot look."""

    title = "Сверка с реестром МЧД"
    explanation = (
        "Система не может спросить реестр ФНС. Найдите доверенность по номеру на m4d.nalog.gov.ru, убедитесь, что она "
        "действует, и прочитайте полномочия: достаточно ли их, чтобы подписывать документы для СРО."
    )
    button = "Действует, полномочий достаточно"
    done = "Доверенность сверена."
    wants_confirmation = True

    def act(self, form):
        """Confirm."""
        powers.confirm_power(power=self.object, actor=self.request.user)


class EndView(PowerAct):
    """Stop counting it."""

    form_class = EndForm
    title = "Прекращение доверенности"
    explanation = "Подписи этого представителя больше не будут приниматься по ней. Принятые раньше остаются."
    button = "Прекратить"
    done = "Доверенность прекращена."
    dangerous = True

    def act(self, form):
        """End."""
        powers.end_power(power=self.object, reason=form.cleaned_data["reason"], actor=self.request.user)


@require_safe
@permission_required("accounts.view_powerofattorney", raise_exception=True)
def open_file(request, pk, part):
    """Give staff the document or its signature; the journal says who opened it, for it holds personal data."""
    if part not in FILES:
        raise Http404
    return give(request, getattr(get_object_or_404(PowerOfAttorney, pk=pk), part))


class PowerButtons(ActButtons):
    """What may be done to one."""

    def acts(self, obj):
        """Offer what still makes sense."""
        if obj.ended_at or not self.request.user.has_perm("accounts.settle_powerofattorney"):
            return
        if not obj.confirmed_at:
            yield "access_power_confirm", "Сверить с реестром МЧД"
        yield "access_power_end", "Прекратить"


class PowerPage(InspectView):
    """One, with what was found of its signature."""

    def get_context_data(self, **kwargs):
        """Add its state and the last check."""
        check = last_checks([self.instance.signature_id]).get(self.instance.signature_id)
        state = state_of(self.instance, check, timezone.localdate())
        done = check is not None and check.verdict == SignatureCheck.Verdict.VALID
        by_other = done and not signed_by_head(self.instance, check)
        context = {"check": check, "state": LABELS[state], "is_good": state == State.GOOD}
        return super().get_context_data(**kwargs, **context, not_a_head=NOT_A_HEAD if by_other else "")


class PowerAdmin(RegisterAdmin):
    """All of them, those of yesterday included."""

    model = PowerOfAttorney
    menu_label = "Машиночитаемые доверенности"
    menu_icon = "doc-full"
    permission_helper_class = ReadOnly
    button_helper_class = PowerButtons
    inspect_view_enabled = True
    inspect_view_class = PowerPage
    inspect_template_name = "lk_addon/accounts/staff/power.html"
    history_view_enabled = False
    list_display = ["number", "member", "login", "issued_on", "valid_to", "state"]
    more_columns = ["principal_inn", "received_at", "confirmed_at"]
    list_filter = ["valid_to", "ended_at", "confirmed_at"]
    list_select_related = ["mandate__member", "mandate__user"]
    search_fields = ["number", *(f"mandate__{field}" for field in BY_MEMBER)]

    @display(description="член СРО", ordering="mandate__member__sort_name")
    def member(self, power):
        """The principal."""
        return power.mandate.member

    @display(description="представитель")
    def login(self, power):
        """The neutral id of the representative."""
        return power.mandate.login_label

    @display(description="состояние")
    def state(self, power):
        """What its own row says; the signature's verdict is on the page of one."""
        if power.ended_at:
            return f"прекращена {timezone.localtime(power.ended_at):%d.%m.%Y}"
        if not power.covers(timezone.localdate()):
            return "срок истёк"
        return "сверена с реестром" if power.confirmed_at else "не сверена с реестром"
