"""Lists of the back office that an employee set up and wants to come back to."""

from django.conf import settings
from django.db import models


class SavedList(models.Model):
    """A name for the filters, search, order and columns of a list, kept as the query of its address."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="сотрудник", on_delete=models.CASCADE, related_name="+"
    )
    title = models.CharField("название", max_length=80)
    query = models.CharField("условия", max_length=1000, blank=True)

    class Meta:
        verbose_name = "сохранённый список"
        verbose_name_plural = "сохранённые списки"
        ordering = ["title"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["user", "title"], name="registry_saved_list_title")]

    def __str__(self):
        return self.title
