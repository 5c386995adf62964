"""Views of both hosts."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.cache import patch_cache_control
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from cms.core import appearance
from cms.core.frame import frame
from cms.core.media import YEAR


# Anybody may choose, at the cabinet's door too. The form stands on pages that come from the shared cache
# and so carry no token. A forged post could change nothing but the size and colours of the victim's own pages.
@login_not_required
@csrf_exempt
@never_cache
@require_POST
def set_appearance(request):
    """Keep the reader's look in a cookie and return to the page ``next`` of this host."""
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        target = "/"
    response = HttpResponseRedirect(target)
    appearance.remember(response, request.POST)
    return response


@login_not_required
@require_safe
def brand_stylesheet(request):
    """Serve the organisation's colours; under the address that names this very text they may be kept for a year."""
    palette = frame().palette
    if palette is None:
        raise Http404
    response = HttpResponse(palette.css, content_type="text/css; charset=utf-8")
    if request.GET.get("v") == palette.version:
        patch_cache_control(response, public=True, max_age=YEAR, immutable=True)
    else:
        patch_cache_control(response, no_cache=True)
    return response
