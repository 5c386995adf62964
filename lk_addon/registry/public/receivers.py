"""What follows for the public register when an entry changes."""

from django.db.models.signals import post_save
from django.dispatch import receiver

from cms.core import pagecache
from lk_addon.registry import signals
from lk_addon.registry.models.member import Member
from lk_addon.registry.public.queries import next_days
from lk_addon.registry.public.rows import refresh_rows

pagecache.register_days(next_days)  # kept pages end with the day on which a term begins or ends


@receiver(post_save, sender=Member)
def renew_row(instance, raw=False, **kwargs):
    """Keep the entry's row in step within the same transaction."""
    if not raw:
        refresh_rows([instance])


@receiver([signals.entry_changed, signals.right_changed, signals.level_changed])
def renew_row_after_act(member, **kwargs):
    """Heads, rights and levels are rows of their own: their entry's row follows the act that changed them."""
    refresh_rows([member])


@receiver(signals.contribution_changed)
def renew_row_after_payment(contribution, **kwargs):
    """The card and the files tell the contributions."""
    refresh_rows([contribution.member])
