"""Long work that a Celery worker does for a row: one worker at a time, begun again where it has died."""

from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.db import connection, models
from django.utils import timezone

STALLED = timedelta(minutes=2)


@contextmanager
def alone(space, pk):
    """Hold the advisory lock of row ``pk`` in the ``space`` of its kind; gives False where another holds it.

    A dead worker's lock dies with its connection.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [space, pk])
        [got] = cursor.fetchone()
    try:
        yield got
    finally:
        if got:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [space, pk])


class BackgroundQuerySet(models.QuerySet):
    """Rows with work of their own."""

    def stalled(self):
        """Those at work which no worker has touched for two minutes: theirs has died, or the broker lost the call."""
        return self.filter(state__in=self.model.AT_WORK, alive_at__lt=timezone.now() - STALLED)


class BackgroundWork(models.Model):
    """A row whose states ``AT_WORK`` a worker leads to the next one."""

    AT_WORK = ()

    alive_at = models.DateTimeField("последний шаг", default=timezone.now, editable=False)

    objects = BackgroundQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_at_work(self):
        """Whether a worker is busy with it."""
        return self.state in self.AT_WORK


class LinkedFileQuerySet(BackgroundQuerySet):
    """Rows whose work makes a file."""

    def overdue(self):
        """Those whose link has ended and whose file is still there."""
        return self.filter(state=self.model.State.READY, expires_at__lte=timezone.now())


class LinkedFile(BackgroundWork):
    """A file made for one person, who fetches it by a link that ends. Its states have a ``READY``."""

    attempts = models.PositiveSmallIntegerField("попыток", default=0)
    requested_at = models.DateTimeField("когда", default=timezone.now)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="для кого", on_delete=models.PROTECT, related_name="+"
    )
    expires_at = models.DateTimeField("ссылка действует до", null=True, blank=True)

    objects = LinkedFileQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def can_be_fetched(self):
        """Whether the file is there and its link has not ended."""
        return self.state == self.State.READY and timezone.now() < self.expires_at
