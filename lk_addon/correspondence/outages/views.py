"""Past outages of the cabinet and «Справка о недоступности»."""

import django_tables2 as tables
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from home.outages.models import OutageNotice
from lk_addon.cabinet.datapages import DataListView
from lk_addon.cabinet.files import serve_private
from lk_addon.correspondence.domain.certificates import issue_certificate
from lk_addon.correspondence.queries import certificates_of
from lk_addon.correspondence.unavailability import ended_outages


class OutageTable(tables.Table):
    """Outages that are over, each with its certificate."""

    title = tables.Column("Объявление", linkify=("unavailability:outage", {"pk": tables.A("pk")}))
    starts_at = tables.DateTimeColumn(verbose_name="Начало", format="d.m.Y H:i")
    ends_at = tables.DateTimeColumn(verbose_name="Окончание", format="d.m.Y H:i")
    what = tables.Column("Что не работало", accessor="service_titles", orderable=False)

    class Meta:
        model = OutageNotice
        fields = ["title", "starts_at", "ends_at", "what"]
        order_by = "-starts_at"

    def render_what(self, value):
        """Name the services."""
        return ", ".join(value)


class OutagesView(DataListView):
    """«Перерывы в работе кабинета»."""

    title = "Перерывы в работе кабинета"
    block = "unavailability"
    clause = "6.2"
    template_name = "lk_addon/correspondence/outages/list.html"
    table_class = OutageTable
    empty_title = "Перерывов не было"
    empty_text = "Когда кабинет был недоступен, здесь можно получить об этом справку."

    def get_queryset(self):
        """Return outages that are over."""
        return ended_outages()


@require_http_methods(["GET", "HEAD", "POST"])
def outage(request, pk):
    """Show an outage that is over; a POST issues its certificate to the member in view, or finds the one issued."""
    member, found = request.entrance.member, get_object_or_404(ended_outages(), pk=pk)
    if request.method == "POST":
        try:
            issued = issue_certificate(member=member, outage=found, actor=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            return redirect("unavailability:certificate", issued.pk)
    context = {"outage": found, "issued": certificates_of(member).filter(outage=found)}
    return render(request, "lk_addon/correspondence/outages/outage.html", context)


@require_safe
def certificate(request, pk):
    """Give a certificate of the member in view; 404 for another's."""
    issued = get_object_or_404(certificates_of(request.entrance.member), pk=pk)
    return serve_private(request, issued.file, issued.file_name)
