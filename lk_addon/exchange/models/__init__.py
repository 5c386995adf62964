"""What the exchange with other systems keeps."""

from lk_addon.exchange.models.imports import ImportRow, ImportRun

__all__ = ["ImportRow", "ImportRun"]
