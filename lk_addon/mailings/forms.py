"""The form of the choice of letters in the cabinet."""

from django import forms

from lk_addon.mailings.models import OPTIONAL, Category


class WishesForm(forms.Form):
    """Which optional letters to get."""

    categories = forms.MultipleChoiceField(
        label="Присылать мне",
        required=False,
        choices=[(category, Category(category).label) for category in OPTIONAL],
        widget=forms.CheckboxSelectMultiple,
    )
