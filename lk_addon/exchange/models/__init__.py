"""What the exchange with other systems keeps."""

from lk_addon.exchange.models.imports import ImportRow, ImportRun
from lk_addon.exchange.models.token import ApiToken, Scope

__all__ = ["ApiToken", "ImportRow", "ImportRun", "Scope"]
