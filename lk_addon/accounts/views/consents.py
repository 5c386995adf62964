"""One's consents: new editions to agree to, withdrawal."""

from django import forms
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.generic import FormView

from cms.core.client_ip import client_ip
from cms.users.confirmation import ask_to_confirm, recently_confirmed
from lk_addon.accounts import agreements
from lk_addon.accounts.agreements import ASKED
from lk_addon.accounts.domain import consents as domain
from lk_addon.accounts.models import Consent


class AgreementForm(forms.Form):
    """A box for each document, and which of its editions was shown."""

    def __init__(self, *args, asked, **kwargs):
        super().__init__(*args, **kwargs)
        self.asked = asked
        for one in asked:
            self.fields[one.kind] = forms.BooleanField(
                error_messages={"required": "Без этого согласия кабинет не открывается."}
            )
            self.fields[f"{one.kind}_edition"] = forms.IntegerField(
                widget=forms.HiddenInput, initial=one.edition.pk, required=False
            )

    def clean(self):
        """Take no consent to an edition that was not the one on the page."""
        cleaned = super().clean()
        for one in self.asked:
            if cleaned.get(f"{one.kind}_edition") != one.edition.pk:
                self.add_error(one.kind, "Пока вы читали, вступила в силу другая редакция. Прочтите её.")
                self.data = self.data | {f"{one.kind}_edition": one.edition.pk}
        return cleaned


class AgreementsView(FormView):
    """What changed since this person agreed, and the boxes to agree to it (REQ-2.2, регламент п. 2.2)."""

    form_class = AgreementForm
    template_name = "lk_addon/accounts/agreements.html"

    def dispatch(self, request, *args, **kwargs):
        """Go on where nothing is asked."""
        if request.entrance.looking_in:
            raise Http404
        self.asked = agreements.asked_of(request.user)
        if not self.asked:
            return self.go_on()
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        """Let the form know what is asked."""
        kwargs = super().get_form_kwargs()
        if "data" in kwargs:
            kwargs["data"] = kwargs["data"].dict()
        return kwargs | {"asked": self.asked}

    def form_valid(self, form):
        """Agree."""
        domain.agree(
            user=self.request.user,
            consents=[(one.kind, one.edition) for one in self.asked],
            ip_address=client_ip(self.request),
            user_agent=self.request.headers.get("User-Agent", ""),
        )
        return self.go_on()

    def go_on(self):
        """Lead to the page that was asked for."""
        self.request.session.pop(ASKED, None)
        address = self.request.GET.get("next", "")
        safe = url_has_allowed_host_and_scheme(address, allowed_hosts=None, require_https=self.request.is_secure())
        return redirect(address if safe else "cabinet:dashboard")

    def get_context_data(self, **kwargs):
        """Pair what is asked with its fields."""
        context = super().get_context_data(**kwargs)
        form = context["form"]
        return context | {"documents": [(one, form[one.kind], form[f"{one.kind}_edition"]) for one in self.asked]}


class WithdrawalForm(forms.Form):
    """A second thought."""

    understood = forms.BooleanField(
        label="Понимаю, что доступ в кабинет закроется сразу и насовсем",
        error_messages={"required": "Поставьте отметку, если решили отозвать согласие."},
    )


class WithdrawView(FormView):
    """Take back the consent to the processing of personal data; asks for the password first."""

    form_class = WithdrawalForm
    template_name = "lk_addon/accounts/withdraw_consent.html"

    def dispatch(self, request, *args, **kwargs):
        """Let in who has something to take back."""
        if Consent.Kind.PERSONAL_DATA not in agreements.consents_in_force(request.user):
            raise Http404
        if not recently_confirmed(request):
            return ask_to_confirm(request)
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        """Withdraw, and lead out."""
        try:
            domain.withdraw_personal_data(
                user=self.request.user,
                login_label=self.request.entrance.login_label,
                ip_address=client_ip(self.request),
            )
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        logout(self.request)
        return redirect("accounts:consent_withdrawn")


def consent_withdrawn(request):
    """Say that it is done, to somebody who is outside by now."""
    return render(request, "lk_addon/accounts/consent_withdrawn.html")
