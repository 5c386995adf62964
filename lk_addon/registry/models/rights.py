"""The right to perform works: the journal of decisions, and the periods that follow from it (ГрК ст. 55.8, 55.15)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from lk_addon.registry.models.member import Member


class Category(models.TextChoices):
    """What a decision is about: works at one of three categories of objects, or contracts won in competition."""

    SIMPLE = (
        "simple",
        "объекты капитального строительства, кроме особо опасных, технически сложных и уникальных объектов "
        "и объектов использования атомной энергии",
    )
    DANGEROUS = (
        "dangerous",
        "особо опасные, технически сложные и уникальные объекты, кроме объектов использования атомной энергии",
    )
    NUCLEAR = "nuclear", "объекты использования атомной энергии"
    COMPETITIVE = "competitive", "новые договоры, заключаемые с использованием конкурентных способов"

    @property
    def letter(self):
        """The letter under which the register lists a category of objects."""
        return {"simple": "а", "dangerous": "б", "nuclear": "в"}.get(self.value, "")

    @property
    def short(self):
        """The category in few words, for tables and the journal."""
        return {
            "simple": "а) объекты капитального строительства",
            "dangerous": "б) особо опасные, технически сложные и уникальные",
            "nuclear": "в) объекты использования атомной энергии",
            "competitive": "конкурентные договоры",
        }[self.value]


#: The categories of objects; the right to contracts won in competition follows from the level in КФ ОДО.
OBJECT_CATEGORIES = (Category.SIMPLE, Category.DANGEROUS, Category.NUCLEAR)


class RightState(models.TextChoices):
    """What a right is on a day; RESTRICTED is said of competitive contracts alone."""

    ACTIVE = "active", "действует"
    SUSPENDED = "suspended", "приостановлено"
    TERMINATED = "terminated", "прекращено"
    RESTRICTED = "restricted", "ограничено"


class RightDecision(models.Model):
    """A decision upon one category, as it was taken; rows are only ever added, a mistake is undone by another row."""

    class Kind(models.TextChoices):
        GRANT = "grant", "наделение правом"
        SUSPEND = "suspend", "приостановление права"
        RESUME = "resume", "возобновление права"
        TERMINATE = "terminate", "прекращение права"
        RESTRICT = "restrict", "ограничение участия в конкурентных процедурах"
        LIFT = "lift", "снятие ограничения"
        CANCEL = "cancel", "отмена решения"

    member = models.ForeignKey(
        Member, verbose_name="член СРО", on_delete=models.PROTECT, related_name="right_decisions"
    )
    kind = models.CharField("решение", max_length=10, choices=Kind)
    category = models.CharField("о чём", max_length=12, choices=Category)
    body = models.CharField("кто принял", max_length=200)
    protocol_no = models.CharField("протокол №", max_length=50)
    date = models.DateField("дата решения")
    effective_from = models.DateField("действует с")
    until = models.DateField("по", null=True, blank=True, help_text="Последний день срока; пусто — без срока.")
    text = models.TextField("основание", blank=True)
    cancels = models.OneToOneField(
        "self", verbose_name="отменяет", null=True, blank=True, on_delete=models.PROTECT, related_name="cancelled_by"
    )
    recorded_at = models.DateTimeField("внесено", default=timezone.now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="кто внёс",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = "решение о праве"
        verbose_name_plural = "решения о праве"
        ordering = ["effective_from", "pk"]
        default_permissions = ("view", "add")
        indexes = [models.Index(fields=["member", "category", "effective_from"], name="registry_decisions_in_order")]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("effective_from")),
                name="registry_decision_term_is_forward",
                violation_error_message="Срок решения не может кончиться раньше, чем оно вступило в силу.",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(kind__in=["suspend", "restrict"]),
                name="registry_only_a_ban_has_a_term",
                violation_error_message="Срок бывает только у приостановления и ограничения.",
            ),
            models.CheckConstraint(
                condition=Q(kind="cancel") & Q(cancels__isnull=False) | ~Q(kind="cancel") & Q(cancels=None),
                name="registry_cancellation_names_a_decision",
            ),
            models.CheckConstraint(
                condition=Q(kind="cancel")
                | Q(kind__in=["restrict", "lift"], category="competitive")
                | Q(kind__in=["grant", "suspend", "resume", "terminate"])
                & Q(category__in=["simple", "dangerous", "nuclear"]),
                name="registry_decision_fits_its_category",
                violation_error_message="Ограничивают участие в конкурентных процедурах, а право — приостанавливают.",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.document}"

    @property
    def category_short(self):
        """What it is about, in few words."""
        return Category(self.category).short

    @property
    def is_cancelled(self):
        """Whether a later row undoes this one; a query unless ``cancelled_by`` is selected."""
        return hasattr(self, "cancelled_by")

    @property
    def document(self):
        """Who decided, by which minutes and when: «Совет СРО, протокол № 12 от 03.03.2026»."""
        return f"{self.body}, протокол №\u00a0{self.protocol_no} от {self.date:%d.%m.%Y}"


class WorkRight(models.Model):
    """What a right is from one day to another: made from the decisions anew after each of them, never typed.

    Lists and filters read it by dates, so that a term which ends needs nobody to note it.
    """

    member = models.ForeignKey(Member, verbose_name="член СРО", on_delete=models.CASCADE, related_name="work_rights")
    category = models.CharField("о чём", max_length=12, choices=Category)
    state = models.CharField("состояние", max_length=10, choices=RightState)
    since = models.DateField("с")
    until = models.DateField("по", null=True, blank=True)
    decision = models.ForeignKey(
        RightDecision, verbose_name="решение", on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        verbose_name = "период действия права"
        verbose_name_plural = "периоды действия права"
        ordering = ["category", "since"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["category", "state", "since", "until", "member"], name="registry_rights_by_state")
        ]
        constraints = [
            models.UniqueConstraint(fields=["member", "category", "since"], name="registry_one_state_of_right_a_day"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="registry_right_period_is_forward"
            ),
        ]

    def __str__(self):
        return f"{self.get_category_display()}: {self.get_state_display()} с {self.since:%d.%m.%Y}"
