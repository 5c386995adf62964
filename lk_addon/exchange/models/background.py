"""Work that a Celery worker does for a row, and how far it has come."""

from datetime import timedelta

from django.db import models
from django.utils import timezone

STALLED = timedelta(minutes=2)


class BackgroundQuerySet(models.QuerySet):
    """Rows with work of their own."""

    def stalled(self):
        """Those at work which no worker has touched for two minutes: theirs has died, or the broker lost the call."""
        return self.filter(state__in=self.model.AT_WORK, alive_at__lt=timezone.now() - STALLED)


class BackgroundWork(models.Model):
    """A row whose states ``AT_WORK`` a worker leads to the next one."""

    AT_WORK = ()

    done_rows = models.PositiveIntegerField("сделано строк", default=0, editable=False)
    all_rows = models.PositiveIntegerField("всего строк", default=0, editable=False)
    alive_at = models.DateTimeField("последний шаг", default=timezone.now, editable=False)

    objects = BackgroundQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_at_work(self):
        """Whether a worker is busy with it."""
        return self.state in self.AT_WORK

    @property
    def percent(self):
        """How much of the present step is done, 0 to 100."""
        return self.done_rows * 100 // self.all_rows if self.all_rows else 0
