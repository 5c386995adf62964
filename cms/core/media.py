"""Pictures for pages. In production nginx answers these addresses from the same folder.

Nothing else under MEDIA_ROOT has an address: documents are served by Wagtail's view, which asks who may read them.
"""

from django.conf import settings
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe
from django.views.static import serve


@require_safe
def rendition(request, path):
    """Serve one rendition; its name changes with its content, so it may be kept for a year."""
    response = serve(request, path, document_root=settings.MEDIA_ROOT / "images")
    patch_cache_control(response, public=True, max_age=365 * 24 * 60 * 60, immutable=True)
    return response
