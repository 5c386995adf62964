"""The field by which files are uploaded in pieces."""

from django import template
from django.conf import settings

from lk_addon.files.accepted import ACCEPTED

register = template.Library()


@register.inclusion_tag("lk_addon/files/uploader.html")
def uploader(field, label, *, extensions=ACCEPTED, multiple=True, hint=""):
    """Show the field ``field``: the form gets the id of each uploaded StoredFile under that name.

    The component says ``upload:done`` (detail: file, name, size, sha256, source), ``upload:refused`` (detail: error)
    and ``upload:removed`` (detail: file). Told ``upload:files`` (detail: files), it takes those as if they were chosen.
    """
    return {
        "field": field,
        "label": label,
        "accept": ",".join(f".{extension}" for extension in extensions),
        "kinds": ", ".join(extension.upper() for extension in extensions),
        "multiple": multiple,
        "hint": hint,
        "max_size": settings.FILES_MAX_SIZE,
    }
