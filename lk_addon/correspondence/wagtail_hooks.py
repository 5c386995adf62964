"""Correspondence in the back office."""

from lk_addon.correspondence.staff import undertakings  # noqa: F401 - its own hooks
