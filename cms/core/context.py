"""What every template may use."""

from django.conf import settings


def addresses(request):
    """Give the absolute addresses of both sites; ``lk_url`` is empty without the add-on."""
    return {"site_url": settings.SITE_URL, "lk_url": settings.LK_URL}
