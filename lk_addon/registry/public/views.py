"""Pages of the public register, bound to the Wagtail page that the address belongs to."""

from django.core.paginator import InvalidPage
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.http import urlencode

from lk_addon.registry.models.member import Member
from lk_addon.registry.public import card as cards
from lk_addon.registry.public import queries
from lk_addon.registry.public.forms import RegisterForm


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
    member = get_object_or_404(Member.objects.prefetch_related("heads"), registration_number=number.replace("\0", ""))
    context = page.get_context(request) | cards.context(member) | {"base_url": page.get_url(request)}
    return TemplateResponse(request, "lk_addon/registry/public/card.html", context)
