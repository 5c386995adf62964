"""Rows of a file or a list, and how many of them are done."""

from django.db import models

from lk_addon.cabinet.background import BackgroundWork


class RowWork(BackgroundWork):
    """Work whose progress is counted in rows."""

    done_rows = models.PositiveIntegerField("сделано строк", default=0, editable=False)
    all_rows = models.PositiveIntegerField("всего строк", default=0, editable=False)

    class Meta:
        abstract = True

    @property
    def percent(self):
        """How much of the present step is done, 0 to 100."""
        return self.done_rows * 100 // self.all_rows if self.all_rows else 0
