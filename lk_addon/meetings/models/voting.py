"""Who may vote, who came, who has voted, and what came of it.

A ballot through the cabinet is a letter: the database never lets it be altered (REQ-3.2.2.N8). What was cast on items
of a secret vote is kept as sums alone, so that nothing leads from it to a member (ГрК ст. 55.10).
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from lk_addon.correspondence.models import Letter
from lk_addon.meetings.models.meeting import AgendaItem, Meeting
from lk_addon.registry.models import Member


class Choice(models.TextChoices):
    """What a ballot says of an item."""

    FOR = "for", "за"
    AGAINST = "against", "против"
    ABSTAINED = "abstained", "воздержался"


class ElectorEntry(models.Model):
    """That a member may vote: the list as it was when registration was closed. Rows are only added."""

    meeting = models.ForeignKey(Meeting, verbose_name="собрание", on_delete=models.PROTECT, related_name="electors")
    member = models.ForeignKey(Member, verbose_name="член СРО", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "член с правом голоса"
        verbose_name_plural = "список имеющих право голоса"
        ordering = ["-meeting__starts_at", "member__sort_name"]
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(fields=["meeting", "member"], name="meetings_elector_once")]

    def __str__(self):
        return f"{self.meeting_id}: {self.member_id}"


class Attendance(models.Model):
    """That a member takes part: who came for it and on what ground, or that its representative connected."""

    class Way(models.TextChoices):
        HALL = "hall", "лично"
        VIDEO = "video", "по видеосвязи"

    meeting = models.ForeignKey(Meeting, verbose_name="собрание", on_delete=models.PROTECT, related_name="attendances")
    member = models.ForeignKey(Member, verbose_name="член СРО", on_delete=models.PROTECT, related_name="attendances")
    way = models.CharField("как участвует", max_length=10, choices=Way, default=Way.HALL)
    representative = models.CharField("представитель", max_length=300, help_text="Имя или логин в кабинете.")
    basis = models.CharField("на основании", max_length=300, help_text="Устав, доверенность № и дата.")
    registered_at = models.DateTimeField("зарегистрирован", default=timezone.now)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="кто отметил",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = "участник собрания"
        verbose_name_plural = "участники собраний"
        ordering = ["registered_at", "pk"]
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(fields=["meeting", "member"], name="meetings_attendance_once")]

    def __str__(self):
        return f"{self.member}, {self.get_way_display()}"


class BallotQuerySet(models.QuerySet):
    """Ballots by what they count for."""

    def counted(self):
        """Return those that count: a withdrawn one does not."""
        return self.filter(withdrawn_at=None)

    def on_paper(self):
        """Return those that staff read: papers and scans."""
        return self.counted().exclude(way=Ballot.Way.ELECTRONIC)

    def unread(self):
        """Return the scans that nobody has read yet."""
        return self.counted().filter(way=Ballot.Way.SCAN, read_at=None)


class Ballot(models.Model):
    """That a member has voted. An electronic one says what it says in its letter; a paper or scan is read by staff."""

    class Way(models.TextChoices):
        ELECTRONIC = "electronic", "через кабинет"
        SCAN = "scan", "скан через кабинет"
        PAPER = "paper", "на бумаге"

    meeting = models.ForeignKey(Meeting, verbose_name="собрание", on_delete=models.PROTECT, related_name="ballots")
    member = models.ForeignKey(Member, verbose_name="член СРО", on_delete=models.PROTECT, related_name="ballots")
    way = models.CharField("как подан", max_length=10, choices=Way)
    letter = models.OneToOneField(
        Letter, verbose_name="письмо", null=True, blank=True, on_delete=models.PROTECT, related_name="ballot"
    )
    login_label = models.CharField("логин представителя", max_length=150, blank=True)
    basis = models.CharField("на основании", max_length=300)
    cast_at = models.DateTimeField("подан", default=timezone.now)
    withdrawn_at = models.DateTimeField("отозван", null=True, blank=True)
    choices = models.JSONField("прочитано с бумаги", default=dict, blank=True)
    read_at = models.DateTimeField("прочитан", null=True, blank=True)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="кто прочитал",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = BallotQuerySet.as_manager()

    class Meta:
        verbose_name = "бюллетень"
        verbose_name_plural = "бюллетени"
        ordering = ["member__sort_name"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "member"], condition=Q(withdrawn_at=None), name="meetings_one_ballot_of_member"
            ),
            models.CheckConstraint(
                condition=Q(way="paper", letter=None) | (~Q(way="paper") & Q(letter__isnull=False)),
                name="meetings_ballot_has_its_letter",
            ),
            models.CheckConstraint(
                condition=~Q(way="electronic") | Q(choices={}, read_at=None),
                name="meetings_electronic_is_not_read_by_staff",
            ),
        ]

    def __str__(self):
        return f"бюллетень {self.member}"

    @property
    def is_read(self):
        """Whether it is known what it says."""
        return self.way == self.Way.ELECTRONIC or self.read_at is not None

    def choice_on(self, item):
        """Return what it says of ``item``, a :class:`Choice`; empty where it says nothing or more than one thing."""
        said = self.letter.fields if self.way == self.Way.ELECTRONIC else self.choices
        chosen = said.get(f"item_{item.pk}", "")
        return chosen if chosen in Choice.values else ""


class Votes(models.Model):
    """How many votes of each sort."""

    votes_for = models.PositiveIntegerField("за", default=0)
    against = models.PositiveIntegerField("против", default=0)
    abstained = models.PositiveIntegerField("воздержались", default=0)
    invalid = models.PositiveIntegerField("недействительны", default=0)

    class Meta:
        abstract = True

    @property
    def total(self):
        """How many votes there are."""
        return self.votes_for + self.against + self.abstained + self.invalid


class HallCount(Votes):
    """What the counting commission counted in the hall upon one item, without names."""

    item = models.OneToOneField(AgendaItem, verbose_name="вопрос", on_delete=models.PROTECT, related_name="hall")
    noted_at = models.DateTimeField("внесено", default=timezone.now)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="кто внёс",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = "подсчёт в зале"
        verbose_name_plural = "подсчёт в зале"
        default_permissions = ()

    def __str__(self):
        return f"вопрос {self.item_id}: {self.votes_for}/{self.against}/{self.abstained}"


class ItemResult(Votes):
    """What was decided upon one item, as it was approved. Rows are only added."""

    item = models.OneToOneField(AgendaItem, verbose_name="вопрос", on_delete=models.PROTECT, related_name="result")
    needed = models.PositiveIntegerField("нужно голосов за")
    is_adopted = models.BooleanField("решение принято")

    class Meta:
        verbose_name = "результат голосования"
        verbose_name_plural = "результаты голосования"
        ordering = ["item__number"]
        default_permissions = ()

    def __str__(self):
        return "решение принято" if self.is_adopted else "решение не принято"
