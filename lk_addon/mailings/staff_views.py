"""Acts of staff upon a mailing."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template import engines
from django.urls import reverse
from django.views.decorators.http import require_safe

from lk_addon.cabinet.staff import ActView
from lk_addon.mailings import queries
from lk_addon.mailings.domain.mailing import confirm_mailing, send_test, stop_mailing
from lk_addon.mailings.models import Mailing

SEND = "mailings.send_mailing"
REFRESH_SECONDS = 5


@require_safe
def overview(request, pk):
    """Show the letter, whom it is for and how far it has come; the page renews itself while it is being sent."""
    mailing = _visible(request, pk)
    context = {"mailing": mailing, "may_send": request.user.has_perm(SEND)}
    if mailing.is_draft:
        context["recipients"] = queries.recipients(mailing).count()
    else:
        context["progress"] = queries.progress(mailing)
    response = render(request, "lk_addon/mailings/staff_overview.html", context)
    if mailing.state == Mailing.State.SENDING:
        response["Refresh"] = str(REFRESH_SECONDS)
    return response


@require_safe
def letter(request, pk):
    """Show the letter as its HTML part will be."""
    mailing = _visible(request, pk)
    template = engines["post_office"].get_template("lk_addon/mailings/mail/mailing.html")
    return HttpResponse(template.render({"mailing": mailing.pk, "recipient": request.user.pk}))


def _visible(request, pk):
    if not request.user.has_perm("mailings.view_mailing"):
        raise PermissionDenied
    return get_object_or_404(Mailing, pk=pk)


class MailingActView(ActView):
    """What the acts share: they lead back to the mailing."""

    model = Mailing
    permission_required = SEND

    @property
    def index_url(self):
        """The mailing's own page."""
        return reverse("mailings_overview", args=[self.object.pk])


class TestView(MailingActView):
    """Send the letter to oneself."""

    title = "Пробное письмо"
    explanation = "Письмо придёт только вам, на адрес вашей учётной записи."
    button = "Отправить себе"
    done = "Пробное письмо отправлено."

    def act(self, form):
        """Queue it."""
        send_test(mailing=self.object, actor=self.request.user)


class ConfirmForm(forms.Form):
    """Carries the number of recipients that the person saw."""

    expected = forms.IntegerField(widget=forms.HiddenInput)


class ConfirmView(MailingActView):
    """Send the mailing, knowing to how many."""

    form_class = ConfirmForm
    template_name = "lk_addon/mailings/staff_confirm.html"
    title = "Отправить рассылку"
    explanation = "После подтверждения изменить письмо нельзя. Остановить рассылку можно, ушедшие письма не вернуть."
    done = "Рассылка отправляется."
    dangerous = True

    def get_initial(self):
        """Count now: the number that is shown is the number that is confirmed."""
        return {"expected": queries.recipients(self.object).count()}

    @property
    def button(self):
        """Say the number on the button itself."""
        return f"Отправить: {self.get_initial()['expected']}"

    def act(self, form):
        """Confirm it."""
        confirm_mailing(mailing=self.object, expected=form.cleaned_data["expected"], actor=self.request.user)


class StopView(MailingActView):
    """Stop what has not left."""

    title = "Остановить рассылку"
    explanation = "Кто ещё ждёт письма, его не получит. Письма, которые уже ушли, не вернуть."
    button = "Остановить"
    done = "Рассылка остановлена."
    dangerous = True

    def act(self, form):
        """Stop it."""
        stop_mailing(mailing=self.object, actor=self.request.user)
