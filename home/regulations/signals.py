"""What happens to editions. Receivers run in the transaction of the publication."""

from django.dispatch import Signal

#: A scheduled edition could not lawfully be published at its time. Arguments: ``revision``, ``reason`` (str).
edition_refused = Signal()
