"""Staff accounts in the back office: administrators only, superusers apart, nobody promotes themselves."""

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.generic import FormView
from two_factor.plugins.webauthn.models import WebauthnDevice
from wagtail.admin import messages
from wagtail.admin.ui.tables import BooleanColumn, BulkActionsCheckboxColumn
from wagtail.admin.views.generic import PermissionCheckedMixin, WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.users.views import users as wagtail_users

from cms.users import domain
from cms.users.confirmation import recent_confirmation_required
from cms.users.models import Authenticator, User
from cms.users.queries import second_factors
from cms.users.staff_forms import IdentityForm, StaffCreationForm, StaffEditForm


class StaffPermissionPolicy(ModelPermissionPolicy):
    """Only staff accounts; those of superusers only by superusers; none is ever deleted."""

    def user_has_permission(self, user, action):
        """A person who left is made inactive: the audit journal still names them."""
        return action != "delete" and super().user_has_permission(user, action)

    def user_has_permission_for_instance(self, user, action, instance):
        """Keep superusers apart."""
        return self.user_has_permission(user, action) and (user.is_superuser or not instance.is_superuser)


class IndexView(wagtail_users.IndexView):
    """Staff only, with a mark for those who have a second factor; no bulk actions."""

    show_other_searches = False

    def get_base_queryset(self):
        """Leave members' representatives to their own application."""
        factors = [
            Exists(model.objects.filter(user=OuterRef("pk"), confirmed=True))
            for model in (Authenticator, WebauthnDevice)
        ]
        return super().get_base_queryset().filter(is_staff=True).annotate(second_factor=factors[0] | factors[1])

    @cached_property
    def columns(self):
        """Show the second factor, take the check boxes away."""
        columns = [column for column in super().columns if not isinstance(column, BulkActionsCheckboxColumn)]
        return [*columns, BooleanColumn("second_factor", label="Второй фактор")]


@method_decorator(recent_confirmation_required, name="dispatch")
class CreateView(wagtail_users.CreateView):
    """A new member of staff."""

    def save_instance(self):
        """Save in the view's transaction, with the entry in the journal."""
        user = super().save_instance()
        domain.note_staff_saved(user=user, actor=self.request.user, form=self.form, made=True)
        return user


@method_decorator(recent_confirmation_required, name="dispatch")
class EditView(wagtail_users.EditView):
    """A member of staff."""

    def get_object(self, queryset=None):
        """Find staff only; refuse superusers to those who are none."""
        user = super().get_object(queryset)
        if not user.is_staff:
            raise Http404
        if not self.user_has_permission_for_instance("change", user):
            raise PermissionDenied
        return user

    def save_instance(self):
        """Save in the view's transaction, with the entry in the journal."""
        user = super().save_instance()
        domain.note_staff_saved(user=user, actor=self.request.user, form=self.form, made=False)
        return user

    @cached_property
    def header_more_buttons(self):
        """Add the reset of the second factor."""
        buttons = super().header_more_buttons
        if not self.editing_self:
            url = reverse("wagtailusers_users:reset_second_factor", args=[self.object.pk])
            buttons = [*buttons, Button("Сбросить второй фактор", url=url, icon_name="key", priority=40)]
        return buttons


@method_decorator(recent_confirmation_required, name="dispatch")
class ResetSecondFactorView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    """Take away the lost devices of somebody whom the administrator has identified (REQ-2.5)."""

    form_class = IdentityForm
    template_name = "cms/users/staff/reset_second_factor.html"
    page_title = "Сбросить второй фактор"
    header_icon = "key"
    permission_policy = StaffPermissionPolicy(User)
    permission_required = "change"

    def get_user(self):
        """Return the member of staff; nobody resets their own, and superusers are apart."""
        user = get_object_or_404(User, pk=self.kwargs["pk"], is_staff=True)
        if user == self.request.user or not self.user_has_permission_for_instance("change", user):
            raise PermissionDenied
        return user

    def get_context_data(self, **kwargs):
        """Add the person and how many devices they have."""
        user = self.get_user()
        return super().get_context_data(**kwargs) | {"person": user, "devices": len(second_factors(user))}

    def form_valid(self, form):
        """Reset it."""
        user = self.get_user()
        domain.reset_second_factor(user=user, identity=form.cleaned_data, actor=self.request.user)
        messages.success(self.request, f"Второй фактор сброшен, сеансы завершены: {user}.")
        return redirect("wagtailusers_users:edit", user.pk)


class StaffViewSet(wagtail_users.UserViewSet):
    """«Пользователи» of the back office."""

    index_view_class = IndexView
    add_view_class = CreateView
    edit_view_class = EditView
    copy_view_enabled = False
    create_template_name = "wagtailadmin/generic/create.html"
    edit_template_name = "wagtailadmin/generic/edit.html"
    menu_label = "Сотрудники"

    @cached_property
    def permission_policy(self):
        """Apply ours in every view of the set."""
        return StaffPermissionPolicy(self.model)

    def get_form_class(self, for_update=False):
        """Return our forms."""
        return StaffEditForm if for_update else StaffCreationForm

    def get_urlpatterns(self):
        """Add the reset of the second factor."""
        reset = ResetSecondFactorView.as_view()
        return [*super().get_urlpatterns(), path("second-factor/<int:pk>/", reset, name="reset_second_factor")]
