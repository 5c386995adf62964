"""The choice of letters: in the cabinet, and by the link in a letter."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cms.core.client_ip import client_ip
from lk_addon.mailings.domain.wishes import choose_categories, refuse_category
from lk_addon.mailings.forms import WishesForm
from lk_addon.mailings.keys import read_key
from lk_addon.mailings.models import Category
from lk_addon.mailings.queries import wanted_categories


@require_http_methods(["GET", "HEAD", "POST"])
def wishes(request):
    """«Письма СРО»: which information letters to get (REQ-4.8, REQ-6.5, регламент п. 6.5)."""
    form = WishesForm(request.POST or None, initial={"categories": sorted(wanted_categories(request.user))})
    if request.method == "POST" and (form := WishesForm(request.POST)).is_valid():
        choose_categories(
            user=request.user,
            categories=form.cleaned_data["categories"],
            ip_address=client_ip(request),
            user_agent=request.headers.get("User-Agent", ""),
        )
        messages.success(request, "Выбор сохранён.")
        return redirect("mailings:wishes")
    return render(request, "lk_addon/mailings/wishes.html", {"form": form})


# The key is the right to do this one thing; mail programs post without cookies (RFC 8058).
@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request, key):
    """Refuse one category by a letter's link: GET asks, POST does it, nobody signs in."""
    known = read_key(key)
    if known is None:
        raise Http404
    user, category = known
    if request.method == "POST":
        refuse_category(user=user, category=category)
    context = {"category": Category(category).label, "done": request.method == "POST"}
    return render(request, "lk_addon/mailings/refuse.html", context)
