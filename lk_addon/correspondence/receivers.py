"""What happens in rooms below and concerns letters."""

from django.dispatch import receiver

from cms.outbox.domain import enqueue
from lk_addon.files.domain.scanning import file_infected


@receiver(file_infected)
def note_infection(file, **kwargs):
    """Leave telling people to the outbox: whatever it meets, the file is isolated."""
    enqueue("correspondence.infected", key=f"correspondence.infected:{file.pk}", file=str(file.pk))
