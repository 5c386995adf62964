"""What commands ask of every app. Receivers run in the order of INSTALLED_APPS and must be repeatable."""

from django.dispatch import Signal

#: ``manage.py prepare``: bring pages, groups and workflows that the site cannot do without.
prepare_requested = Signal()

#: ``manage.py demo``: bring demonstration content. Arguments: ``members`` (int), ``stdout``.
demo_requested = Signal()
