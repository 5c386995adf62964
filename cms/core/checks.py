"""What the system should have: without it the site runs, and something is off."""

from django.core.checks import Warning as Warn
from django.core.checks import register

from cms.core import pdf, uploads


@register()
def libraries_of_the_system(app_configs, **kwargs):
    """Name each missing library with the Debian package that brings it (script/debian-packages.txt)."""
    missing = []
    if pdf.why_unavailable:
        missing.append(
            Warn(
                f"PDF files cannot be made: {pdf.why_unavailable}.",
                hint="apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0, then restart.",
                id="core.W001",
            )
        )
    if not uploads.files_can_be_checked():
        missing.append(
            Warn(
                "Uploaded documents cannot be checked and are all refused: libmagic is missing.",
                hint="apt-get install libmagic1, then restart.",
                id="core.W002",
            )
        )
    return missing
