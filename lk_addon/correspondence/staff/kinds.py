"""Kinds, their terms and templates of answers in the back office: forms, and views that store by the domain."""

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail_modeladmin.views import CreateView, EditView

from lk_addon.cabinet.departments import DEPARTMENTS
from lk_addon.cabinet.staff import SaveThroughDomain
from lk_addon.correspondence.domain import kinds
from lk_addon.correspondence.placeholders import EXAMPLE, PLACEHOLDERS, filled
from lk_addon.files.accepted import ACCEPTED, SIGNATURES


class KindForm(WagtailAdminModelForm):
    """The part of a kind that staff change."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = Group.objects.filter(name__in=DEPARTMENTS).order_by("name")

    def clean_extensions(self):
        """Return the extensions in lower case and without dots; those that no file of the exchange has are refused."""
        extensions = [one.strip().lower().removeprefix(".") for one in self.cleaned_data["extensions"]]
        offered = [one for one in ACCEPTED if one not in SIGNATURES]
        if unknown := sorted(set(extensions) - set(offered)):
            raise ValidationError(f"Такие файлы не принимаются: {', '.join(unknown)}. Можно: {', '.join(offered)}.")
        return list(dict.fromkeys(extensions))


class KindEditView(SaveThroughDomain, EditView):
    """A change of a kind."""

    def store(self, form):
        """Store."""
        kinds.save_kind(kind=form.save(commit=False), changed=form.changed_data, actor=self.request.user)


class TermsCreateView(SaveThroughDomain, CreateView):
    """New terms, which take the place of those before from their day on."""

    def get_initial(self):
        """Begin with the kind that the address names."""
        return super().get_initial() | {"kind": self.request.GET.get("kind")}

    def store(self, form):
        """Store."""
        kinds.save_terms(terms=form.save(commit=False), actor=self.request.user)
        form.instance.refresh_from_db()


class TemplateView:
    """What both views of a template show beside the form: placeholders, and an example."""

    def store(self, form):
        """Store."""
        kinds.save_template(template=form.save(commit=False), actor=self.request.user)

    def get_context_data(self, **kwargs):
        """Add them."""
        text = self.get_instance().text
        return super().get_context_data(placeholders=PLACEHOLDERS.items(), example=filled(text, EXAMPLE), **kwargs)


class TemplateCreateView(TemplateView, SaveThroughDomain, CreateView):
    """A new template."""


class TemplateEditView(TemplateView, SaveThroughDomain, EditView):
    """A correction of a template."""
