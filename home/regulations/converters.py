"""Parts of addresses."""

from datetime import date

from django.urls import register_converter


class DayConverter:
    """A calendar day as YYYY-MM-DD; anything else, 2026-02-30 too, is not found."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value):
        """Return the date. Raises ValueError for a day that does not exist."""
        return date.fromisoformat(value)

    def to_url(self, value):
        """Return the date as it stands in the address."""
        return value.isoformat()


register_converter(DayConverter, "day")
