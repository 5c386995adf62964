"""What the public register is searched, filtered and sorted by: one narrow row for each entry."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import CombinedSearchVector, SearchVector, SearchVectorField
from django.db import models
from django.db.models.functions import Cast

from lk_addon.registry.models.member import Member

#: Columns that every filter reads out of the index it walks along, never out of the table.
FILTERED = [
    "terminated_at",
    "is_compliant",
    "vv_level",
    "odo_level",
    "has_simple",
    "has_dangerous",
    "has_nuclear",
    "has_competitive",
    "is_suspended",
]


def _vector():
    """Stems for forms of words, whole words for beginnings of words, numbers for beginnings of numbers."""
    stems, words = SearchVector("words", config="russian"), SearchVector("words", config="simple")
    names = CombinedSearchVector(stems, "||", words, config=None)
    lexemes = Cast("numbers", ArrayField(models.TextField()))  # numbers are not words: each is one lexeme as it stands
    numbers = models.Func(lexemes, function="array_to_tsvector", output_field=SearchVectorField())
    return CombinedSearchVector(names, "||", numbers, config=None)


class RegisterRow(models.Model):
    """A copy of what is public about a member and of what stands today, see ``registry.public.rows``.

    The register of the whole country has 120,000 entries; rights and levels are derived from journals
    with dates. Here they are plain columns, so that no list has to derive them for every entry.
    """

    member = models.OneToOneField(
        Member, verbose_name="член СРО", on_delete=models.CASCADE, primary_key=True, related_name="register_row"
    )
    name_key = models.CharField("порядок по наименованию", max_length=200)
    number_key = models.CharField("порядок по номеру", max_length=60)
    words = models.TextField("слова наименования")
    numbers = ArrayField(models.TextField(), verbose_name="номера")
    region = models.CharField("регион", max_length=100, blank=True)
    registered_at = models.DateField("дата внесения в реестр")
    terminated_at = models.DateField("членство прекращено", null=True)
    is_compliant = models.BooleanField("соответствует условиям членства")
    vv_level = models.PositiveSmallIntegerField("уровень по КФ ВВ", null=True)
    odo_level = models.PositiveSmallIntegerField("уровень по КФ ОДО", null=True)
    has_simple = models.BooleanField("право: обычные объекты", default=False)
    has_dangerous = models.BooleanField("право: особо опасные объекты", default=False)
    has_nuclear = models.BooleanField("право: объекты атомной энергии", default=False)
    has_competitive = models.BooleanField("право: конкурентные договоры", default=False)
    is_suspended = models.BooleanField("право приостановлено", default=False)
    turns_on = models.DateField("изменится само", null=True, db_index=True)
    changed_at = models.DateTimeField("изменено", auto_now=True, db_index=True)
    vector = models.GeneratedField(expression=_vector(), output_field=SearchVectorField(), db_persist=True)

    class Meta:
        verbose_name = "строка публичного реестра"
        verbose_name_plural = "строки публичного реестра"
        default_permissions = ()
        indexes = [
            models.Index(fields=["name_key", "member"], include=FILTERED, name="register_by_name"),
            models.Index(fields=["number_key", "member"], include=FILTERED, name="register_by_number"),
            models.Index(fields=["registered_at", "member"], include=FILTERED, name="register_by_date"),
            models.Index(fields=["region", "name_key", "member"], include=FILTERED, name="register_by_region"),
            GinIndex(fields=["vector"], fastupdate=False, name="register_by_words"),
        ]

    def __str__(self):
        return str(self.member)

    @property
    def right_title(self):
        """The right to perform works today, in a word."""
        if self.is_suspended:
            return "приостановлено"
        return "действует" if self.has_simple or self.has_dangerous or self.has_nuclear else "нет"
