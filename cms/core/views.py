"""Views of both hosts."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from cms.core import appearance


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
