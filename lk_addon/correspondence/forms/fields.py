"""Fields that forms of several kinds have."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from lk_addon.cabinet.widgets import DayInput

KOPECK = Decimal("0.01")


class MoneyField(forms.DecimalField):
    """A sum in roubles as people type it: «12 500 000,00». Zero is refused unless ``min_value`` allows it."""

    def __init__(self, *, label, **kwargs):
        settings = {"min_value": KOPECK, "max_digits": 18, "decimal_places": 2, "localize": True}
        widget = forms.TextInput({"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(label=label, **(settings | {"widget": widget} | kwargs))


class PastDayField(forms.DateField):
    """The day of something that has happened."""

    def __init__(self, *, label, future="Этот день ещё не наступил.", **kwargs):
        self.future = future
        super().__init__(label=label, **({"widget": DayInput} | kwargs))

    def validate(self, value):
        """Refuse a day to come."""
        super().validate(value)
        if value and value > timezone.localdate():
            raise ValidationError(self.future, code="future")


class RemarkForm(forms.Form):
    """What is wrong with a submission; made for a :class:`~lk_addon.correspondence.kinds.Decision` that returns it."""

    remark = forms.CharField(
        label="Замечания",
        max_length=3000,
        widget=forms.Textarea({"rows": 4}),
        help_text="Их прочитает член СРО; он исправит поданное и пришлёт снова.",
    )

    def __init__(self, *args, letter, **kwargs):
        self.letter = letter
        super().__init__(*args, **kwargs)
