"""What the register tells the rest of the add-on. Receivers run inside the domain function's transaction."""

from django.dispatch import Signal

#: Somebody's membership was ended. Arguments: ``member``, ``actor``. Sent also for a date to come:
#: whether the member acts on a day is always asked of ``Member.is_acting``.
member_excluded = Signal()
