"""A refused publication told to the person who tried, from whatever button it came."""

from django.contrib import messages
from django.shortcuts import redirect

from home.regulations.models import UnlawfulPublicationError


class RefusedPublicationMiddleware:
    """Lead back to the edition with the reason.

    The form of an edition checks before it publishes; approving a task from the
    admin's first page knows no form, and days may have passed since the submission.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Change nothing."""
        return self.get_response(request)

    def process_exception(self, request, exception):
        """Turn the refusal into a message; leave every other exception alone."""
        if not isinstance(exception, UnlawfulPublicationError):
            return None
        messages.error(request, f"Редакция не опубликована. {' '.join(exception.messages)}")
        return redirect("wagtailadmin_pages:edit", exception.edition_id)
