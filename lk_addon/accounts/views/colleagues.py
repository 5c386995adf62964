"""Colleagues in the cabinet: by their neutral numbers, for those whose mandate lets them manage (REQ-1.1.d, 4.2)."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe
from django.views.generic import FormView

from cms.users.confirmation import ask_to_confirm, recently_confirmed
from lk_addon.accounts.domain import colleagues as domain
from lk_addon.accounts.models import Permission
from lk_addon.accounts.models.authority import in_order
from lk_addon.accounts.queries import colleagues_of, mandates_in_force
from lk_addon.accounts.rules import may_arrange, may_resume
from lk_addon.cabinet.access import needs


class ColleagueForm(forms.Form):
    """What a colleague may do, out of what one may do oneself; seeing stays."""

    permissions = forms.MultipleChoiceField(
        label="Права", required=False, widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"})
    )

    def __init__(self, *args, own, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["permissions"].choices = [
            (value, Permission(value).label) for value in in_order(own.granted) if value != Permission.SEE
        ]


@require_safe
@needs(Permission.MANAGE)
def colleagues(request):
    """List who acts for the member, with what each may do."""
    own = _own(request)
    rows = [
        {"mandate": mandate, "own": mandate == own, "may_arrange": may_arrange(own, mandate)}
        for mandate in colleagues_of(request.entrance.member)
    ]
    return render(request, "lk_addon/accounts/colleagues.html", {"rows": rows})


class ColleagueView(FormView):
    """One colleague: permissions, suspension. Asks for the password when it was not typed a moment ago."""

    form_class = ColleagueForm
    template_name = "lk_addon/accounts/colleague.html"

    def dispatch(self, request, number):
        """Find the colleague among those whom one may arrange; nobody else exists here."""
        self.own = _own(request)
        self.colleague = get_object_or_404(colleagues_of(request.entrance.member), label_number=number)
        if not may_arrange(self.own, self.colleague):
            raise Http404
        if not recently_confirmed(request):
            return ask_to_confirm(request)
        return super().dispatch(request, number)

    def get_form_kwargs(self):
        """Offer what one may do oneself."""
        return super().get_form_kwargs() | {"own": self.own}

    def get_initial(self):
        """Start from what is given."""
        return {"permissions": self.colleague.permissions}

    def post(self, request, *args, **kwargs):
        """Do what the pressed button says."""
        acts = {"suspend": domain.suspend_colleague, "resume": domain.resume_colleague}
        act = acts.get(request.POST.get("act"))
        if act is None:
            return super().post(request, *args, **kwargs)
        try:
            act(colleague=self.colleague, actor=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect("accounts:colleagues")

    def form_valid(self, form):
        """Change the permissions."""
        permissions = form.cleaned_data["permissions"]
        try:
            domain.arrange_permissions(colleague=self.colleague, permissions=permissions, actor=self.request.user)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, f"Права представителя {self.colleague.login_label} изменены.")
        return redirect("accounts:colleagues")

    def get_context_data(self, **kwargs):
        """Add whose permissions these are."""
        may_be_resumed = may_resume(self.colleague)
        return super().get_context_data(**kwargs) | {"colleague": self.colleague, "may_be_resumed": may_be_resumed}


def _own(request):
    """Return by which mandate the request's user acts for the member in view."""
    mandate = mandates_in_force(request.user).filter(member=request.entrance.member).first()
    if mandate is None:
        raise Http404
    return mandate
