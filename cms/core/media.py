"""Pictures for pages, on both hosts: the cabinet shows the logo.

Nothing else under MEDIA_ROOT has an address: documents are served by Wagtail's view, which asks who may read them.
"""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe
from django.views.static import serve

YEAR = 365 * 24 * 60 * 60  # seconds


@login_not_required
@require_safe
def rendition(request, path):
    """Serve one rendition; its name changes with its content, so it may be kept for a year."""
    response = serve(request, path, document_root=settings.MEDIA_ROOT / "images")
    patch_cache_control(response, public=True, max_age=YEAR, immutable=True)
    return response
