"""What a page tells of a file before it sends the first piece."""

from django import forms


class BeginForm(forms.Form):
    """Name, size and key of a file that is about to come."""

    name = forms.CharField(max_length=1000, strip=False)
    size = forms.IntegerField(min_value=0, max_value=2**62)
    key = forms.RegexField(r"^[0-9A-Za-z-]{8,64}$")
