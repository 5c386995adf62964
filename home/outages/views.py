"""The short form «Объявить перерыв» and the acts on a notice, in the staff admin."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from home.outages import domain, rules
from home.outages.admin_forms import AnnounceForm, ConfirmForm, UpdateForm
from home.outages.models import Kind, OutageNotice, OutageTemplate


class OutageFormView(WagtailAdminTemplateMixin, FormView):
    """A form of this section in the admin's frame."""

    header_icon = "warning"
    submit_button_active_label = "Публикуем…"

    def get_breadcrumbs_items(self):
        """Lead back to the list of notices."""
        listing = {"url": reverse("outage_notices:index"), "label": "Перерывы в работе"}
        return [*self.breadcrumbs_items, listing, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        """Say what the button does and bring the widgets' scripts."""
        context = super().get_context_data(**kwargs)
        return context | {
            "media": context["form"].media,
            "submit_button_label": self.submit_button_label,
            "submit_button_active_label": self.submit_button_active_label,
            "action_url": self.request.get_full_path(),
        }


class AnnounceView(OutageFormView):
    """Template, services, from, to, text: one save puts the notice before all readers."""

    page_title = "Объявить перерыв"
    submit_button_label = "Опубликовать объявление"
    form_class = AnnounceForm
    template_name = "home/outages/admin/announce.html"

    def dispatch(self, request, *args, **kwargs):
        """Refuse whoever may not publish here."""
        if not rules.may_announce(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        """Fill in the chosen template; a failure has begun already."""
        template = self.chosen_template()
        if template is None:
            return {}
        fields = ("title", "kind", "effect", "services", "text")
        initial = {field: getattr(template, field) for field in fields}
        if template.kind == Kind.UNPLANNED:
            initial["starts_at"] = timezone.localtime().replace(second=0, microsecond=0)
        return initial

    def chosen_template(self):
        """Return the template named in the address, or None."""
        chosen = self.request.GET.get("template", "")
        return get_object_or_404(OutageTemplate, pk=chosen) if chosen.isdecimal() else None

    def get_context_data(self, **kwargs):
        """Offer the templates."""
        return super().get_context_data(templates=OutageTemplate.objects.all(), chosen=self.chosen_template(), **kwargs)

    def form_valid(self, form):
        """Publish."""
        notice = domain.announce(actor=self.request.user, **form.cleaned_data)
        messages.success(
            self.request,
            f"Объявление «{notice.title}» опубликовано.",
            buttons=[messages.button(notice.full_url, "Посмотреть на сайте", new_window=True)],
        )
        return redirect("outage_notices:index")


class NoticeActView(OutageFormView):
    """Something done with one published notice."""

    form_class = ConfirmForm
    template_name = "home/outages/admin/act.html"

    def dispatch(self, request, *args, **kwargs):
        """Find the notice and refuse whoever may not change it."""
        self.notice = get_object_or_404(OutageNotice, pk=kwargs["pk"])
        if not rules.may_change(request.user, self.notice):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self):
        """Name the notice."""
        return self.notice.title

    def get_context_data(self, **kwargs):
        """Show what it is about."""
        return super().get_context_data(notice=self.notice, explanation=self.explanation, **kwargs)

    def form_valid(self, form):
        """Act; when the clock was faster, say so."""
        try:
            self.act(**form.cleaned_data)
        except ValidationError as error:
            messages.error(self.request, error.message)
        else:
            messages.success(self.request, f"{self.done}: «{self.notice.title}».")
        return redirect("outage_notices:index")


class EndView(NoticeActView):
    """«Завершить сейчас»."""

    page_title = submit_button_label = "Завершить сейчас"
    explanation = "Окончанием перерыва станет текущее время. Закрытые сервисы сразу откроются для всех."
    done = "Перерыв завершён"

    def act(self):
        """End it."""
        domain.end_now(self.notice, actor=self.request.user)


class CancelView(NoticeActView):
    """«Отменить перерыв»."""

    page_title = submit_button_label = "Отменить перерыв"
    explanation = "Объявление останется на сайте с пометкой «Отменён», сервисы закрываться не будут."
    done = "Перерыв отменён"

    def act(self):
        """Call it off."""
        domain.cancel(self.notice, actor=self.request.user)


class UpdateView(NoticeActView):
    """«Добавить сообщение о ходе работ»."""

    page_title = "Сообщение о ходе работ"
    submit_button_label = "Опубликовать сообщение"
    explanation = "Сообщение сразу появится в объявлении, в ленте и на странице закрытого сервиса."
    form_class = UpdateForm
    done = "Сообщение опубликовано"

    def act(self, text):
        """Publish the message."""
        domain.add_update(self.notice, actor=self.request.user, text=text)
