"""Form widgets of the cabinet."""

from django import forms


class DayInput(forms.DateInput):
    """The browser's own calendar for a date."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs=attrs, format="%Y-%m-%d")
