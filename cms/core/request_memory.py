"""What is asked once in a request, however many parts of it need to know."""

from contextlib import contextmanager
from contextvars import ContextVar

_memory = ContextVar("request_memory", default=None)


@contextmanager
def request_memory():
    """Begin to remember; what was remembered is dropped at the end. A request inside a request has its own."""
    outer = _memory.set({})
    try:
        yield
    finally:
        _memory.reset(outer)


def once(name, read):
    """Return ``read()``, called once in a request; outside of one it is called every time."""
    memory = _memory.get()
    if memory is None:
        return read()
    if name not in memory:
        memory[name] = read()
    return memory[name]


def forget(name):
    """Ask again next time: it has changed in this very request."""
    memory = _memory.get()
    if memory is not None:
        memory.pop(name, None)
