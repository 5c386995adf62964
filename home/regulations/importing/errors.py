"""What can go wrong in reading a file."""


class UnreadableError(ValueError):
    """The file cannot be read as a regulation; the message says why, in Russian, to the person who brought it."""
