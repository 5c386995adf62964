"""What the exchange with other systems keeps."""

from lk_addon.exchange.models.exports import ExportRun
from lk_addon.exchange.models.imports import ImportRow, ImportRun
from lk_addon.exchange.models.token import ApiToken, Scope

__all__ = ["ApiToken", "ExportRun", "ImportRow", "ImportRun", "Scope"]
