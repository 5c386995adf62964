"""What production must have so that files can be given away."""

from django.conf import settings
from django.core.checks import Error, Tags, register


@register(Tags.security, deploy=True)
def antivirus_is_connected(app_configs, **kwargs):
    """Refuse a production whose files would all wait for an antivirus that is not there."""
    if not settings.ANTIVIRUS_REQUIRED or settings.CLAMD_SOCKET:
        return []
    return [
        Error(
            "An antivirus is demanded and none is connected: no file of the exchange can be given away.",
            hint="Install clamav-daemon and set CLAMD_SOCKET, see docs/operations.md; or set ANTIVIRUS_REQUIRED=off.",
            id="files.E001",
        )
    ]
