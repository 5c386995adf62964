"""Pages of the public register, bound to the Wagtail page that the address belongs to."""

from django.conf import settings
from django.core.paginator import InvalidPage
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.http import http_date, urlencode

from cms.core.client_ip import client_ip
from lk_addon.cabinet.spreadsheets import MEDIA_TYPE
from lk_addon.cabinet.throttle import within_limit
from lk_addon.registry.models.member import Member
from lk_addon.registry.public import card as cards
from lk_addon.registry.public import files, queries, structured
from lk_addon.registry.public.forms import RegisterForm

FILES_A_MINUTE = 10  # for one address
CONTENT_TYPES = {"xlsx": MEDIA_TYPE, "csv": "text/csv; charset=utf-8"}


def index(page, request):
    """Search, filter and list the register; every parameter that is left empty goes out of the address."""
    given = {name: value for name, value in request.GET.items() if value.strip()}
    if len(given) < len(request.GET):
        return redirect(f"{page.get_url(request)}{'?' if given else ''}{urlencode(given)}")
    form = RegisterForm(request.GET)
    context = page.get_context(request) | {"form": form, "base_url": page.get_url(request)}
    if form.is_valid():
        context |= _answer(form, request)
    return TemplateResponse(request, page.get_template(request), context, status=200 if form.is_valid() else 404)


def _answer(form, request):
    search = form.search()
    try:
        items = queries.RegisterPaginator(search).page(request.GET.get("page") or 1)
    except InvalidPage as error:
        raise Http404 from error
    counts = search.counts()
    tabs = [(value, label, counts[value]) for value, label in form.fields["status"].choices]
    return {
        "items": items,
        "search": search,
        "tabs": tabs,
        "chosen": form.chosen(),
        "is_narrowed": bool(search.text or search.status or form.chosen()),
        "changed_at": queries.changed_at(),
    }


def card(page, request, number):
    """Show what the law makes public about one member."""
    shown = Member.objects.public().prefetch_related("heads")
    member = get_object_or_404(shown, registration_number=number.replace("\0", ""))
    context = page.get_context(request) | cards.context(member) | {"base_url": page.get_url(request)}
    context["structured"] = structured.organization(member, url=f"{settings.SITE_URL}{request.path}")
    return TemplateResponse(request, "lk_addon/registry/public/card.html", context)


def export(page, request, kind):
    """Send the whole register as a file; a large one that is not ready yet is promised."""
    if not within_limit(f"register-file:{client_ip(request)}", FILES_A_MINUTE, 60):
        return _later(page, request, status=429)
    file = files.current(kind)
    if file is None:
        return _later(page, request, status=503)
    made = timezone.localtime(file.made_at)
    name = f"reestr-chlenov-{made:%Y-%m-%d-%H%M}.{kind}"
    response = FileResponse(file.file.open(), as_attachment=True, filename=name, content_type=CONTENT_TYPES[kind])
    response["Last-Modified"] = http_date(file.made_at.timestamp())
    return response


def _later(page, request, *, status):
    context = page.get_context(request) | {"base_url": page.get_url(request), "is_too_often": status == 429}
    response = TemplateResponse(request, "lk_addon/registry/public/later.html", context, status=status)
    response["Retry-After"] = "60"
    return response
