"""Which function does the work of an outbox row."""

_handlers = {}


def handler(name):
    """Register the decorated function under ``name``; it gets the row's payload as keyword arguments.

    A handler runs at least once, so it must bear being run again.
    Raises ValueError when the name is taken.
    """

    def register(function):
        if name in _handlers:
            raise ValueError(f"outbox handler {name!r} is registered twice")
        _handlers[name] = function
        return function

    return register


def get_handler(name):
    """Return the handler of that name. Raises KeyError when there is none."""
    return _handlers[name]
