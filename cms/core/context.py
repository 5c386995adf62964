"""What every template may use."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from cms.core.frame import frame


def addresses(request):
    """Give the absolute addresses of both sites; ``lk_url`` is empty without the add-on."""
    return {"site_url": settings.SITE_URL, "lk_url": settings.LK_URL}


def page_frame(request):
    """Give ``frame``, the organisation and the menus, read only where a template uses it."""
    return {"frame": SimpleLazyObject(frame)}
