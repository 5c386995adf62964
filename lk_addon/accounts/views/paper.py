"""The paper application on the public site, bound to the Wagtail page below which it stands."""

from django import forms
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse

from cms.core.client_ip import client_ip
from lk_addon.accounts import paper
from lk_addon.cabinet.throttle import within_limit

FORMS_A_MINUTE = 10  # for one address: each takes a second of the processor


class MemberForm(forms.Form):
    """Which member the form is for."""

    number = forms.CharField(
        label="Регистрационный номер в реестре СРО",
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    inn = forms.CharField(
        label="ИНН", max_length=20, widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    )

    def clean(self):
        """Find the acting member; one word for whatever does not fit."""
        cleaned = super().clean()
        self.member = paper.find_member(cleaned.get("number", ""), cleaned.get("inn", ""))
        if self.member is None and not self.errors:
            raise forms.ValidationError(
                "Действующий член СРО с такими номером и ИНН не найден. Проверьте номер в реестре членов СРО."
            )
        return cleaned


def application_form(page, request):
    """Say how to apply and offer the form, blank or with the member's data of the public register."""
    asked = "number" in request.GET or "inn" in request.GET
    form = MemberForm(request.GET) if asked else MemberForm()
    context = page.get_context(request) | {
        "form": form,
        "facts": paper.public_facts(form.member) if asked and form.is_valid() else None,
        "base_url": page.get_url(request),
    }
    return TemplateResponse(request, "lk_addon/accounts/public/application_form.html", context)


def _pdf(member):
    name = f"zayavlenie-{member.registration_number}.pdf" if member else "zayavlenie.pdf"
    response = HttpResponse(paper.application_pdf(member), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def application_pdf(page, request):
    """Send the form to print: blank without a query, else for the member named in it."""
    if not request.GET:
        return _pdf(None)
    if not within_limit(f"application-form:{client_ip(request)}", FORMS_A_MINUTE, 60):
        return HttpResponse("Слишком много запросов подряд. Повторите через минуту.", status=429)
    form = MemberForm(request.GET)
    if not form.is_valid():
        raise Http404
    return _pdf(form.member)
