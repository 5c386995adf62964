"""What the back-office screens of the add-on share: a page for one act, and registers nobody deletes from."""

from django import forms
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import InlinePanel, ObjectList
from wagtail_modeladmin.helpers import AdminURLHelper, ButtonHelper, PermissionHelper

from cms.audit import domain as audit
from cms.users.confirmation import recent_confirmation_required


class ActView(PermissionRequiredMixin, FormView):
    """One act of staff upon one row: a GET explains and asks, a POST calls the domain function.

    Subclasses give ``model``, ``permission_required``, texts and ``act(form)``.
    A ValidationError of the domain function is shown above the form. ``wants_confirmation`` is for acts that open
    a door or close it for good: they want the password typed a moment ago, see :mod:`cms.users.confirmation`.
    """

    template_name = "lk_addon/cabinet/staff_act.html"
    form_class = forms.Form
    raise_exception = True
    model = None
    title = ""
    explanation = ""
    button = ""
    done = ""
    dangerous = False
    wants_confirmation = False

    def dispatch(self, request, *args, **kwargs):
        """Ask for the password first where the act wants it, of those who may do it at all."""
        act = super().dispatch
        if self.wants_confirmation and self.has_permission():
            act = recent_confirmation_required(act)
        return act(request, *args, **kwargs)

    @cached_property
    def object(self):
        """The row that is acted upon."""
        return get_object_or_404(self.model, pk=self.kwargs["pk"])

    def form_valid(self, form):
        """Act, and say so; or show why it cannot be done."""
        try:
            self.act(form)
        except ValidationError as error:
            form.add_error(None, self._shown(error, form))
            return self.form_invalid(form)
        messages.success(self.request, self.done)
        return redirect(self.index_url)

    @staticmethod
    def _shown(error, form):
        """Return the error by fields where the form has them all, else its messages for the place above the form."""
        fields = getattr(error, "error_dict", {}).keys()
        return error if fields <= form.fields.keys() | {NON_FIELD_ERRORS} else error.messages

    @property
    def index_url(self):
        """The list to go back to."""
        return AdminURLHelper(self.model).index_url

    def get_context_data(self, **kwargs):
        """Add the texts of the page."""
        return super().get_context_data(**kwargs) | {"view": self, "object": self.object}


class RussianSums:
    """What makes a form read sums as people type them: «30 000,50»."""

    def __init__(self, *args, **kwargs):
        """Let every sum be text: the browser's own field for numbers refuses spaces."""
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.DecimalField):
                field.localize, field.widget = True, forms.TextInput({"inputmode": "decimal"})
                field.widget.is_localized = True


class RussianForm(RussianSums, WagtailAdminModelForm):
    """A form of the back office with sums in Russian form."""


def russian_form(*panels):
    """Return the ``edit_handler`` of a ModelAdmin with these panels and sums in Russian form."""
    return ObjectList(panels, base_form_class=RussianForm)


class RussianInlinePanel(InlinePanel):
    """Parts of a row in its form, with sums in Russian form."""

    def get_form_options(self):
        """Put :class:`RussianSums` before the class of the parts' forms."""
        options = super().get_form_options()
        formset = options["formsets"][self.relation_name]
        usual = formset.get("form", WagtailAdminModelForm)
        formset["form"] = type(usual.__name__, (RussianSums, usual), {})
        return options


class SaveThroughDomain:
    """Store what the form holds by the domain function, so that versions and journal know of it."""

    def form_valid(self, form):
        """Store, then go on as usual with nothing left for the form to save."""
        try:
            with audit.act():
                self.store(form)
                return super().form_valid(form)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)


class NoDeletion(PermissionHelper):
    """Rows stay: they are evidence."""

    def user_has_any_permissions(self, user):
        """Show the rows to whoever may view them: a permission for one act, such as to look into a cabinet, is none."""
        return self.user_has_specific_permission(user, self.get_perm_codename("view"))

    def user_can_delete_obj(self, user, obj):
        """Refuse, to superusers as well."""
        return False


class ReadOnly(NoDeletion):
    """Rows come from acts, not from a form."""

    def user_can_create(self, user):
        """Refuse."""
        return False

    def user_can_edit_obj(self, user, obj):
        """Refuse."""
        return False


class ActButtons(ButtonHelper):
    """Puts buttons for acts beside a row's own; subclasses list them in :meth:`acts`."""

    def acts(self, obj):
        """Return (URL name, label) of each act that this user may do to ``obj`` now."""
        return []

    def get_buttons_for_obj(self, obj, **kwargs):
        """Add them."""
        added = [
            {
                "url": reverse(name, args=[obj.pk]),
                "label": label,
                "classname": "button button-small button-secondary",
                "title": label,
            }
            for name, label in self.acts(obj)
        ]
        return super().get_buttons_for_obj(obj, **kwargs) + added
