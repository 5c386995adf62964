"""Meetings of members: what is called, when, about what (REQ-3.1.V11, ГК ст. 181.2, 7-ФЗ ст. 29)."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from lk_addon.cabinet.files import PrivateFileField
from lk_addon.correspondence.models import Notice
from lk_addon.registry.models import Fund, Member


class Meeting(ClusterableModel):
    """One meeting, from its draft to its results; see ``domain.meeting`` and ``domain.voting`` for the way."""

    class Kind(models.TextChoices):
        GENERAL = "general", "общее собрание членов"
        COUNCIL = "council", "заседание"
        CONFERENCE = "conference", "совещание"
        SEMINAR = "seminar", "семинар"

    class Form(models.TextChoices):
        IN_PERSON = "in_person", "очно"
        REMOTE = "remote", "дистанционно, по видеосвязи"
        MIXED = "mixed", "очно и дистанционно"
        ABSENTEE = "absentee", "заочно"

    class State(models.TextChoices):
        DRAFT = "draft", "черновик"
        ANNOUNCED = "announced", "назначено"
        VOTING = "voting", "идёт голосование"
        COUNTING = "counting", "подсчёт голосов"
        HELD = "held", "состоялось"
        FAILED = "failed", "не состоялось: нет кворума"
        CANCELLED = "cancelled", "отменено"

    class Audience(models.TextChoices):
        ALL = "all", "все действующие члены"
        FILTER = "filter", "по региону или уровню ответственности"
        CHOSEN = "chosen", "перечисленные члены"

    #: States of a meeting that is still to be.
    AHEAD = (State.ANNOUNCED, State.VOTING)
    FINAL = (State.HELD, State.FAILED, State.CANCELLED)
    #: Forms in which members come together in a place, and those to which they connect.
    WITH_PLACE = (Form.IN_PERSON, Form.MIXED)
    WITH_VIDEO = (Form.REMOTE, Form.MIXED)
    #: How many minutes before the beginning the room opens (REQ-3.1.V11).
    ROOM_OPENS = 15

    kind = models.CharField("вид", max_length=10, choices=Kind, default=Kind.GENERAL)
    form = models.CharField("форма", max_length=10, choices=Form, default=Form.IN_PERSON)
    title = models.CharField("название", max_length=200, help_text="Например: Годовое общее собрание членов СРО.")
    starts_at = models.DateTimeField("начало", help_text="У заочного — день подведения итогов.")
    ends_at = models.DateTimeField("окончание", null=True, blank=True, help_text="Если известно.")
    place = models.CharField("место", max_length=300, blank=True, help_text="Адрес и зал: для очного собрания.")
    video_url = models.URLField(
        "ссылка на видеоконференцию",
        max_length=500,
        blank=True,
        help_text=f"Её увидят только приглашённые, за {ROOM_OPENS} минут до начала.",
    )
    about = models.TextField("пояснение", max_length=5000, blank=True, help_text="Порядок участия, кто докладывает.")
    ballot_deadline = models.DateTimeField(
        "бюллетени принимаются до", null=True, blank=True, help_text="Пусто — бюллетени через кабинет не принимаются."
    )
    may_vote_again = models.BooleanField(
        "бюллетень можно заменить",
        default=False,
        help_text="До срока член СРО может подать исправленный бюллетень или отозвать его: считается последний.",
    )
    audience = models.CharField("кого приглашают", max_length=10, choices=Audience, default=Audience.ALL)
    region = models.CharField("регион", max_length=100, blank=True)
    fund = models.CharField("уровень в фонде", max_length=3, choices=Fund, blank=True)
    level = models.PositiveSmallIntegerField("уровень", null=True, blank=True, help_text="Пусто — любой.")
    members = models.ManyToManyField(Member, verbose_name="члены СРО", blank=True, related_name="+")

    state = models.CharField("состояние", max_length=10, choices=State, default=State.DRAFT, editable=False)
    notice = models.OneToOneField(
        Notice,
        verbose_name="извещение",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    announced_at = models.DateTimeField("объявлено", null=True, blank=True, editable=False)
    voting_opened_at = models.DateTimeField("голосование открыто", null=True, blank=True, editable=False)
    voting_closed_at = models.DateTimeField("голосование закрыто", null=True, blank=True, editable=False)
    present_count = models.PositiveIntegerField("участвовало членов", null=True, blank=True, editable=False)
    elector_count = models.PositiveIntegerField("имеют право голоса", null=True, blank=True, editable=False)
    minutes_no = models.CharField("протокол №", max_length=50, blank=True, editable=False)
    minutes_date = models.DateField("дата протокола", null=True, blank=True, editable=False)
    minutes_file = PrivateFileField("файл протокола", blank=True, editable=False)
    ended_reason = models.CharField("причина отмены", max_length=500, blank=True, editable=False)
    updated_at = models.DateTimeField("изменено", auto_now=True)

    class Meta:
        verbose_name = "собрание"
        verbose_name_plural = "собрания"
        ordering = ["-starts_at", "-pk"]
        default_permissions = ("add", "change", "view")
        permissions = [
            ("conduct_meeting", "Может объявлять, переносить и отменять собрания"),
            ("count_votes", "Может вести регистрацию и подсчёт голосов"),
        ]
        indexes = [models.Index(fields=["state", "starts_at"], name="meetings_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=models.F("starts_at")),
                name="meetings_end_after_start",
                violation_error_message="Окончание должно быть позже начала.",
            ),
            models.CheckConstraint(
                condition=Q(minutes_no="", minutes_date=None, minutes_file="")
                | (~Q(minutes_no="") & Q(minutes_date__isnull=False) & ~Q(minutes_file="")),
                name="meetings_minutes_are_whole",
                violation_error_message="У протокола должны быть номер, дата и файл.",
            ),
        ]

    def __str__(self):
        return f"{self.title}, {timezone.localtime(self.starts_at):%d.%m.%Y}" if self.starts_at else self.title

    def clean(self):
        """Refuse what a form or kind of meeting cannot be."""
        errors = {}
        if self.form in self.WITH_PLACE and not self.place:
            errors["place"] = "Укажите, где соберутся члены СРО."
        if self.video_url and not self.video_url.startswith("https://"):
            errors["video_url"] = "Нужна защищённая ссылка, её начало — https://."
        if self.form == self.Form.ABSENTEE and not self.ballot_deadline:
            errors["ballot_deadline"] = "У заочного собрания указывают, до какого времени принимаются бюллетени."
        if self.form == self.Form.ABSENTEE and self.video_url:
            errors["video_url"] = "Заочное собрание идёт без видеоконференции."
        last = self.ends_at or self.starts_at
        if self.ballot_deadline and last and timezone.localdate(self.ballot_deadline) > timezone.localdate(last):
            errors["ballot_deadline"] = "Бюллетени принимают не позже дня собрания."
        if self.kind == self.Kind.GENERAL and self.audience != self.Audience.ALL:
            errors["audience"] = "На общее собрание приглашают всех членов СРО."
        if errors:
            raise ValidationError(errors)

    @property
    def minutes_name(self):
        """The name under which the minutes are downloaded."""
        return f"Протокол № {self.minutes_no.replace('/', '-')} от {self.minutes_date:%d.%m.%Y}"

    @property
    def is_draft(self):
        """Whether nobody was told of it yet."""
        return self.state == self.State.DRAFT

    @property
    def takes_ballots(self):
        """Whether members may send a ballot through the cabinet at this moment, by the server's clock."""
        return self.state == self.State.VOTING and self.ballots_end_ahead

    @property
    def ballots_end_ahead(self):
        """Whether there is a last moment for ballots and it has not passed."""
        return self.ballot_deadline is not None and timezone.now() <= self.ballot_deadline

    @property
    def opens_at(self):
        """From when the room may be entered."""
        return self.starts_at - timedelta(minutes=self.ROOM_OPENS)

    @property
    def has_room(self):
        """Whether members connect to it, now or later: until it is over, at the latest until its last day is."""
        last = timezone.localdate(self.ends_at or self.starts_at)
        return bool(self.video_url) and self.state in self.AHEAD and timezone.localdate() <= last

    @property
    def is_room_open(self):
        """Whether members may connect now: not before a quarter of an hour to the beginning."""
        return self.has_room and self.opens_at <= timezone.now()

    @property
    def tone(self):
        """The kind of mark that a state gets on pages."""
        tones = {"held": "good", "failed": "bad", "cancelled": "past", "draft": "past"}
        return tones.get(self.state, "soon")


class AgendaItem(models.Model):
    """A question of the agenda; it is put to the vote when there is a draft of the decision."""

    class Majority(models.TextChoices):
        SIMPLE = "simple", "большинство участвующих"
        QUALIFIED = "qualified", "квалифицированное большинство участвующих"
        ABSOLUTE = "absolute", "большинство всех членов СРО"

    meeting = ParentalKey(Meeting, verbose_name="собрание", on_delete=models.CASCADE, related_name="items")
    number = models.PositiveSmallIntegerField("№")
    text = models.CharField("вопрос", max_length=500)
    draft_decision = models.TextField(
        "проект решения", max_length=3000, blank=True, help_text="Пусто — вопрос не ставится на голосование."
    )
    is_secret = models.BooleanField(
        "тайное голосование",
        default=False,
        help_text="Выборы Совета и его председателя (ГрК ст. 55.10). Голосуют на собрании бюллетенями без имени.",
    )
    majority = models.CharField("решение принимает", max_length=10, choices=Majority, default=Majority.SIMPLE)

    class Meta:
        verbose_name = "вопрос повестки"
        verbose_name_plural = "повестка дня"
        ordering = ["number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "number"],
                name="meetings_number_of_item",
                violation_error_message="Номера вопросов повестки не повторяются.",
            )
        ]

    def __str__(self):
        return f"{self.number}. {self.text}"

    @property
    def is_voted(self):
        """Whether a decision is taken on it."""
        return bool(self.draft_decision)

    @property
    def is_on_ballot(self):
        """Whether the ballot that bears the member's name asks about it: secret votes leave no name."""
        return self.is_voted and not self.is_secret


class Material(models.Model):
    """A paper for the meeting, or what was left of it: a recording's description, a presentation."""

    meeting = ParentalKey(Meeting, verbose_name="собрание", on_delete=models.CASCADE, related_name="materials")
    title = models.CharField("название", max_length=200)
    file = PrivateFileField("файл", name_field="file_name")
    file_name = models.CharField("имя файла", max_length=200, blank=True, editable=False)
    added_at = models.DateTimeField("добавлен", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "материал"
        verbose_name_plural = "материалы"
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self):
        return self.title
