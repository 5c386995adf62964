"""Blocks: of one account or of all who act for a member, and their lifting (REQ-2.4, REQ-2.1.g)."""

from django.contrib.admin import SimpleListFilter, display

from lk_addon.accounts.domain.blocks import block_account, block_member, lift_block
from lk_addon.accounts.models import AccountBlock, Mandate
from lk_addon.accounts.staff.forms import BlockForm
from lk_addon.cabinet.staff import ActButtons, ActView, ReadOnly
from lk_addon.cabinet.staff_lists import RegisterAdmin
from lk_addon.registry.models import Member
from lk_addon.registry.staff_columns import BY_MEMBER
from lk_addon.registry.staff_page import member_url


class BlockView(ActView):
    """Shut somebody out, starting from one mandate."""

    model = Mandate
    form_class = BlockForm
    permission_required = "accounts.add_accountblock"
    title = "Блокировка"
    explanation = (
        "Действует при следующем же обращении; письмо не отправляется, неотправленные письма и ссылки перестают "
        "действовать. При недостоверных контактах человек увидит причину у входа и узнает, как вернуть доступ."
    )
    button = "Заблокировать"
    done = "Заблокировано."
    dangerous = True

    def get_form_kwargs(self):
        """Let the form name the member."""
        return super().get_form_kwargs() | {"member": self.object.member}

    def act(self, form):
        """Block."""
        said = {"reason": form.cleaned_data["reason"], "comment": form.cleaned_data["comment"]}
        if form.cleaned_data["scope"] == BlockForm.MEMBER:
            block_member(member=self.object.member, actor=self.request.user, **said)
        else:
            block_account(user=self.object.user, actor=self.request.user, **said)


class BlockMemberView(ActView):
    """Shut out everybody who acts for a member."""

    model = Member
    form_class = BlockForm
    permission_required = "accounts.add_accountblock"
    title = "Закрытие кабинета организации"
    explanation = (
        "Кабинет этой организации закроется для всех её представителей, и будущих тоже, при следующем же обращении; "
        "писем им не отправят. Кабинеты других организаций останутся открыты тем, кто в них работает."
    )
    button = "Закрыть кабинет"
    done = "Кабинет организации закрыт."
    dangerous = True

    @property
    def index_url(self):
        """The member's page."""
        return member_url(self.object, "access")

    def get_form_kwargs(self):
        """Ask only why."""
        return super().get_form_kwargs() | {"member": self.object, "whole": True}

    def act(self, form):
        """Block."""
        block_member(member=self.object, actor=self.request.user, **form.cleaned_data)


class LiftBlockView(ActView):
    """Let in again."""

    model = AccountBlock
    permission_required = "accounts.lift_accountblock"
    title = "Снятие блокировки"
    explanation = (
        "Представители снова войдут с прежними паролями. Если пароль мог утечь, выдайте новую ссылку: "
        "тогда прежний перестанет подходить."
    )
    button = "Снять блокировку"
    done = "Блокировка снята."
    wants_confirmation = True

    def act(self, form):
        """Lift."""
        lift_block(block=self.object, actor=self.request.user)


class LiveFilter(SimpleListFilter):
    """Blocks that act now, or those that were lifted."""

    title = "состояние"
    parameter_name = "live"

    def lookups(self, request, model_admin):
        """Name the two."""
        return [("yes", "действует"), ("no", "снята")]

    def queryset(self, request, queryset):
        """Ask for the time of lifting."""
        return queryset.filter(lifted_at__isnull=self.value() == "yes") if self.value() in ("yes", "no") else queryset


class BlockButtons(ActButtons):
    """A block can be lifted."""

    def acts(self, obj):
        """Offer it once."""
        if obj.lifted_at is None and self.request.user.has_perm("accounts.lift_accountblock"):
            yield "access_unblock", "Снять"


class BlockAdmin(RegisterAdmin):
    """Who is shut out, and who was."""

    model = AccountBlock
    menu_label = "Блокировки"
    menu_icon = "lock"
    permission_helper_class = ReadOnly
    button_helper_class = BlockButtons
    inspect_view_enabled = True
    history_view_enabled = False
    list_display = ["whom", "reason", "blocked_at", "blocked_by", "lifted_at", "lifted_by"]
    file_values = {"whom": "labels"}
    list_filter = [LiveFilter, "reason", "blocked_at"]
    list_select_related = ["user", "member", "blocked_by", "lifted_by"]
    search_fields = ["user__email", "user__last_name", *BY_MEMBER]

    def get_queryset(self, request):
        """Add the mandates by which a file names a blocked person."""
        return super().get_queryset(request).prefetch_related("user__mandates__member")

    @display(description="кто заблокирован")
    def whom(self, block):
        """One person, or everybody of a member."""
        return f"все представители: {block.member}" if block.member_id else str(block.user)
