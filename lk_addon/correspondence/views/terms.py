"""By which day a member tells of an event: the form page asks while the day is being chosen (REQ-L.4)."""

from django import forms
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from lk_addon.correspondence.deadlines import member_due
from lk_addon.correspondence.models import SubmissionKind
from lk_addon.correspondence.unavailability import days_late


class EventForm(forms.Form):
    """The day of the event."""

    event_on = forms.DateField(required=False)


@require_safe
def member_term(request, code):
    """Show the term of a kind for the day in the address; without a day, or with none that can be, the rule alone."""
    terms = get_object_or_404(SubmissionKind, code=code).terms()
    form = EventForm(request.GET)
    due = member_due(terms, form.cleaned_data["event_on"]) if form.is_valid() else None
    context = {"terms": terms, "due": due, "days_late": days_late(due)}
    return render(request, "lk_addon/correspondence/forms/term.html", context)
