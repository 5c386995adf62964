"""What may be wrong with a signature before anything is verified."""


class UnreadableContainerError(ValueError):
    """The file is no signature that can be read; the text is for people, in Russian."""
