"""Letters of the add-on are the project's: see :mod:`cms.core.letters`."""

from cms.core.letters import Letter, queue_letter

__all__ = ["Letter", "queue_letter"]
