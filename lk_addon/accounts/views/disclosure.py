"""«Пароль стал известен другим»."""

from django.contrib import messages

from cms.audit import domain as audit
from cms.core.client_ip import client_ip
from lk_addon.accounts.domain.disclosure import report_disclosure
from lk_addon.accounts.views.account import PasswordView


class DisclosureView(PasswordView):
    """Change the password, end the other sessions and tell the SRO, all at once (REQ-2.1.b)."""

    template_name = "lk_addon/accounts/disclosure.html"

    def form_valid(self, form):
        """Change and report, both or neither."""
        with audit.act():
            response = super().form_valid(form)
            report_disclosure(
                user=self.request.user, entrance=self.request.entrance, ip_address=client_ip(self.request)
            )
        messages.success(self.request, "СРО получила сообщение о том, что прежний пароль стал известен другим.")
        return response
