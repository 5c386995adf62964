"""Which extracts somebody sees."""

from lk_addon.registry.models.extract import Extract


def extracts_of(member):
    """Return the extracts issued of this member, the latest first."""
    return Extract.objects.filter(member=member)


def extract_with_code(code):
    """Return the extract with that code, with its member, or None."""
    return Extract.objects.select_related("member").filter(code=code).first() if code else None
