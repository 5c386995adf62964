"""The link from the letter (REQ-2.1.d)."""

from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.generic import View

from cms.core.client_ip import client_ip
from lk_addon.accounts.agreements import editions_demanded
from lk_addon.accounts.domain.invitations import InvitationClosed, accept_invitation, open_invitation
from lk_addon.accounts.forms import ActivationForm
from lk_addon.accounts.models import Consent


@method_decorator([sensitive_post_parameters(), sensitive_variables()], name="dispatch")
class ActivationView(View):
    """Set one's own password and give the consents; a GET changes nothing, success leads to the sign-in page."""

    def dispatch(self, request, token):
        """Refuse every link that opens nothing in the same words, whatever the reason."""
        try:
            self.invitation = open_invitation(token)
            editions = editions_demanded()
            if None in editions.values():
                return render(request, "lk_addon/accounts/activation_unavailable.html", status=503)
            self.editions = editions
            return super().dispatch(request, token)
        except InvitationClosed:
            return render(request, "lk_addon/accounts/activation_closed.html", status=410)

    def get(self, request, token):
        """Show the form."""
        return self.show(ActivationForm(self.invitation.mandate.user, editions=self.editions))

    def post(self, request, token):
        """Activate."""
        form = ActivationForm(self.invitation.mandate.user, editions=self.editions, data=request.POST)
        if not form.is_valid():
            return self.show(form)
        consents = list(self.editions.items())
        if form.cleaned_data["information"]:
            consents.append((Consent.Kind.INFORMATION, None))
        accept_invitation(
            token=token,
            password=form.cleaned_data["new_password1"],
            consents=consents,
            ip_address=client_ip(request),
            user_agent=request.headers.get("User-Agent", ""),
        )
        return redirect("accounts:activated")

    def show(self, form):
        """Render the page around ``form``."""
        documents = [(form[kind], edition) for kind, edition in self.editions.items()]
        context = {"form": form, "mandate": self.invitation.mandate, "documents": documents}
        return render(self.request, "lk_addon/accounts/activation.html", context)


def activated(request):
    """Say that the account is ready and lead to the sign-in page."""
    return render(request, "lk_addon/accounts/activated.html")
