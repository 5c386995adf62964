"""What follows for the public register when an entry changes."""

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from cms.core import pagecache
from lk_addon.registry.models.member import Member, MemberHead
from lk_addon.registry.public.queries import next_change
from lk_addon.registry.public.rows import refresh_rows

pagecache.register_boundary(next_change)  # kept pages end with the day on which a membership ends


@receiver(post_save, sender=Member)
def renew_row(instance, raw=False, **kwargs):
    """Keep the entry's row in step within the same transaction."""
    if not raw:
        refresh_rows([instance])


@receiver([post_save, post_delete], sender=MemberHead)
def clear_pages(**kwargs):
    """Heads stand on the card only."""
    pagecache.clear()
