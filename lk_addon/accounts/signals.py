"""What access tells the rooms above it. Receivers run inside the domain function's transaction."""

from django.dispatch import Signal

#: What leads in without signing in is to be closed for good. Arguments: ``mandates``, a queryset: whoever holds them
#: was put out, or has changed a password that others may know. A receiver returns in words what it has closed.
ways_closed = Signal()
