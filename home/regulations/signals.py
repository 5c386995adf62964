"""What happens to editions. Receivers run in the transaction of the publication."""

from django.dispatch import Signal

#: An edition was published or scheduled. Arguments: ``revision``, ``actor`` (user or None), ``source`` (str).
edition_published = Signal()

#: A scheduled edition could not lawfully be published at its time. Arguments: ``revision``, ``reason`` (str).
edition_refused = Signal()
