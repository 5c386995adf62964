"""The services of the cabinet and their switches, for staff."""

from django import forms
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe
from wagtail.admin.auth import permission_required

from lk_addon.cabinet.feedback import handle_feedback, pass_feedback
from lk_addon.cabinet.forms import HandleFeedbackForm, PassFeedbackForm, SwitchOffForm
from lk_addon.cabinet.models import Feedback, ServiceSwitch
from lk_addon.cabinet.services import services
from lk_addon.cabinet.staff import ActView
from lk_addon.cabinet.switches import switch_off, switch_on

SWITCH = "cabinet.switch_service"
HISTORY = 50


@require_safe
@permission_required(SWITCH)
def services_list(request):
    """List the services with their state, and the last switches."""
    off = {row.code: row for row in ServiceSwitch.objects.filter(on_at=None).select_related("off_by")}
    titles = services()
    rows = [(code, title, off.get(code)) for code, title in titles.items()]
    past = ServiceSwitch.objects.exclude(on_at=None).select_related("off_by", "on_by")[:HISTORY]
    context = {"rows": rows, "past": [(titles.get(row.code, row.code), row) for row in past]}
    return render(request, "lk_addon/cabinet/staff_services.html", context)


class FeedbackActView(ActView):
    """What both acts upon a remark share: only those who see it act upon it."""

    permission_required = "cabinet.handle_feedback"
    model = Feedback

    @cached_property
    def object(self):
        """The remark; 404 for one of another department."""
        return get_object_or_404(Feedback.objects.seen_by(self.request.user), pk=self.kwargs["pk"])


class HandleFeedbackView(FeedbackActView):
    """Close a remark."""

    form_class = HandleFeedbackForm
    title = "Отработано"
    explanation = "Итог останется в очереди для сотрудников: члену СРО он не отправляется."
    button = "Отработано"
    done = "Отзыв отработан."

    def act(self, form):
        """Close it."""
        handle_feedback(feedback=self.object, actor=self.request.user, **form.cleaned_data)


class PassFeedbackView(FeedbackActView):
    """Hand a remark over."""

    form_class = PassFeedbackForm
    title = "Передать другому отделу"
    explanation = "Отзыв появится среди того, что ждёт сотрудников этого отдела."
    button = "Передать"
    done = "Отзыв передан."

    def act(self, form):
        """Hand it over."""
        pass_feedback(feedback=self.object, actor=self.request.user, **form.cleaned_data)


class SwitchView(ActView):
    """What both acts share: the service is named in the address."""

    permission_required = SWITCH

    @cached_property
    def object(self):
        """The service's title; 404 for an unknown one."""
        titles = services()
        if self.kwargs["code"] not in titles:
            raise Http404
        return titles[self.kwargs["code"]]

    @property
    def index_url(self):
        """The list of services."""
        return reverse("cabinet_services")


class SwitchOffView(SwitchView):
    """Switch a service off."""

    form_class = SwitchOffForm
    title = "Отключить услугу кабинета"
    explanation = "Страницы услуги закроются для всех со следующего запроса. Данные сохранятся."
    button = "Отключить"
    done = "Услуга отключена."
    dangerous = True

    def act(self, form):
        """Close it."""
        switch_off(code=self.kwargs["code"], actor=self.request.user, **form.cleaned_data)


class SwitchOnView(SwitchView):
    """Switch a service on again."""

    form_class = forms.Form
    title = "Включить услугу кабинета"
    explanation = "Услуга откроется для всех со следующего запроса."
    button = "Включить"
    done = "Услуга включена."

    def act(self, form):
        """Open it."""
        switch_on(code=self.kwargs["code"], actor=self.request.user)
