"""What checking signatures needs of the system: without it nothing breaks, and verdicts wait."""

from django.core.checks import Warning as Warn
from django.core.checks import register

from lk_addon.signatures.engine import get_verifier


@register()
def gost_engine(app_configs, **kwargs):
    """Name the Debian packages without which no GOST signature gets a verdict."""
    if get_verifier().has_gost():
        return []
    return [
        Warn(
            "Electronic signatures by GOST cannot be verified: OpenSSL or its gost engine is missing.",
            hint="apt-get install openssl libengine-gost-openssl, then restart.",
            id="signatures.W001",
        )
    ]
