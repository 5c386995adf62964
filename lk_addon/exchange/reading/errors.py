"""What is said of a file that cannot be read."""

from django.core.exceptions import ValidationError


class UnreadableFileError(ValidationError):
    """The file as a whole cannot be used; the message says why and what to do."""
