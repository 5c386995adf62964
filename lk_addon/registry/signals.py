"""What the register tells the rest of the add-on. Receivers run inside the domain function's transaction."""

from django.dispatch import Signal

#: Somebody's membership was ended. Arguments: ``member``, ``actor``. Sent also for a date to come:
#: whether the member acts on a day is always asked of ``Member.is_acting``.
member_excluded = Signal()

#: An entry was made or corrected. Arguments: ``member``, ``change`` (a RegistryChange), ``actor``.
entry_changed = Signal()

#: The right to perform works was decided upon. Arguments: ``member``, ``decisions``, ``actor``.
right_changed = Signal()

#: A level of responsibility was set or given up. Arguments: ``member``, ``fund``, ``actor``.
level_changed = Signal()

#: A contribution to a compensation fund was recorded or annulled. Arguments: ``contribution``, ``actor``.
contribution_changed = Signal()
