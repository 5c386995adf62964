"""Giving a token to a system, and taking it back."""

from django.core.exceptions import ValidationError
from django.shortcuts import render
from django.views.decorators.debug import sensitive_variables
from wagtail_modeladmin.views import CreateView

from lk_addon.cabinet.staff import ActView
from lk_addon.exchange.domain.tokens import issue_token, revoke_token
from lk_addon.exchange.models import ApiToken


class IssueView(CreateView):
    """A new token; the secret stands on the page that answers, and nowhere afterwards."""

    @sensitive_variables("secret")
    def form_valid(self, form):
        """Issue it and show it once, or say why it cannot be issued."""
        try:
            token, secret = issue_token(actor=self.request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        context = {"token": token, "secret": secret, "index_url": self.index_url}
        response = render(self.request, "lk_addon/exchange/staff/token.html", context)
        response["Cache-Control"] = "no-store"
        return response


class RevokeView(ActView):
    """A token that opens nothing any more."""

    model = ApiToken
    permission_required = "exchange.revoke_apitoken"
    title = "Отзыв токена"
    explanation = (
        "Следующее же обращение системы с этим токеном будет отклонено. Вернуть токен нельзя, можно выдать новый."
    )
    button = "Отозвать"
    done = "Токен отозван."
    dangerous = True

    def act(self, form):
        """Revoke."""
        revoke_token(token=self.object, actor=self.request.user)
