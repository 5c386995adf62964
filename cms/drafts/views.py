"""The draft as the outsider sees it, and the links as editors manage them."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.models import Page

from cms.drafts import domain, queries
from cms.drafts.forms import DraftLinkForm

PAGE_SIZE = 50


@require_safe
def show(request, token):
    """Show the latest draft to whoever has the link. Neither caches nor search engines keep it."""
    link = queries.valid_link(token)
    if link is None:
        raise Http404
    page = link.page.get_latest_revision_as_object()
    request.is_preview = True
    request.draft_link = link
    response = page.serve_preview(request, page.default_preview_mode)
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response


def manage(request, page_id):
    """Show the links to one page and give a new one; its address is shown this once."""
    page = get_object_or_404(Page, pk=page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    form = DraftLinkForm(request.POST or None)
    address = ""
    if request.method == "POST" and form.is_valid():
        _link, token = domain.give_link(page=page, actor=request.user, **form.cleaned_data)
        address = settings.SITE_URL + reverse("draft", args=[token])
        form = DraftLinkForm()
    links = queries.links_managed_by(request.user).filter(page=page)
    context = {"page_title": "Ссылка на черновик", "page": page, "form": form, "address": address, "links": links}
    return render(request, "cms/drafts/manage.html", context)


def index(request):
    """List the links to every page that this person may change."""
    items = Paginator(queries.links_managed_by(request.user), PAGE_SIZE).get_page(request.GET.get("p"))
    return render(request, "cms/drafts/index.html", {"page_title": "Ссылки на черновики", "links": items})


@require_POST
def revoke(request, link_id):
    """End a link."""
    link = get_object_or_404(queries.links_managed_by(request.user), pk=link_id)
    domain.revoke_link(link=link, actor=request.user)
    messages.success(request, "Ссылка отозвана: страница по ней больше не открывается.")
    return redirect("drafts_manage", link.page_id)
