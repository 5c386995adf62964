"""The pages that are measured."""


def prepare():
    """Bring the content up to the measured size; return ``{name: path}``."""
    return {"home": "/"}
