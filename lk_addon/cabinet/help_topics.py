"""What rooms tell on the page «Справка» to those who have come in."""

from dataclasses import dataclass

_topics = {}


@dataclass(frozen=True)
class Topic:
    """A part of the page: its name, the template of its text (with its own heading), its place."""

    name: str
    template: str
    order: int


def register(topic):
    """Put ``topic`` on the page. Raises ValueError when its name is there already."""
    if topic.name in _topics:
        raise ValueError(f"topic {topic.name!r} is registered twice")
    _topics[topic.name] = topic


def topics():
    """Return all of them in their order."""
    return sorted(_topics.values(), key=lambda topic: topic.order)
