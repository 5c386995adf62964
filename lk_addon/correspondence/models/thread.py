"""One matter between a member and the SRO: whatever both wrote about it stands in one thread."""

import uuid

from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Q
from django.utils import timezone

from lk_addon.correspondence.models.kind import SubmissionKind
from lk_addon.registry.models import Member

#: What of a thread itself is searched by words; the index holds this very expression.
THREAD_WORDS = SearchVector("subject", config="russian")


class Thread(models.Model):
    """A thread and where it stands. The letters in it are never altered, the thread's state follows from acts."""

    class State(models.TextChoices):
        SENT = "sent", "отправлено"
        REGISTERED = "registered", "зарегистрировано"
        IN_WORK = "in_work", "в работе"
        NEED_INFO = "need_info", "ждём ответа члена СРО"
        ANSWERED = "answered", "дан ответ"
        COMPLETED = "completed", "исполнено"
        REJECTED = "rejected", "отказано"
        WITHDRAWN = "withdrawn", "отозвано"
        TOLD = "told", "доведено до сведения"

    #: States in which the SRO still owes an answer.
    OPEN = (State.SENT, State.REGISTERED, State.IN_WORK, State.NEED_INFO)
    #: States from which the SRO may go on to decide.
    WITH_STAFF = (State.REGISTERED, State.IN_WORK, State.NEED_INFO)

    id = models.UUIDField("номер", primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Member, verbose_name="член СРО", on_delete=models.PROTECT, related_name="threads")
    kind = models.ForeignKey(
        SubmissionKind,
        verbose_name="вид",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="threads",
        help_text="Пусто у писем, которыми СРО начинает переписку.",
    )
    subject = models.CharField("тема", max_length=300)
    state = models.CharField("состояние", max_length=10, choices=State)
    opened_at = models.DateTimeField("начата", default=timezone.now)
    changed_at = models.DateTimeField("последнее письмо", default=timezone.now)
    department = models.ForeignKey(
        Group, verbose_name="кто отвечает", null=True, blank=True, on_delete=models.PROTECT, related_name="threads"
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="исполнитель",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    due_on = models.DateField("СРО отвечает до", null=True, blank=True)
    stopped_on = models.DateField("срок остановлен", null=True, blank=True)
    member_due_on = models.DateField("член СРО отвечает до", null=True, blank=True)
    closed_at = models.DateTimeField("закрыта", null=True, blank=True)

    class Meta:
        verbose_name = "переписка"
        verbose_name_plural = "переписка"
        ordering = ["-changed_at", "-pk"]
        default_permissions = ("view",)
        permissions = [
            ("work_thread", "Может вести переписку с членами СРО"),
            ("decide_thread", "Может принимать решения по обращениям и документам"),
            ("register_thread", "Может регистрировать письма, адресованные любому отделу"),
            ("view_all_threads", "Может видеть переписку всех отделов"),
        ]
        indexes = [
            models.Index(fields=["member", "-changed_at"], name="correspondence_of_member"),
            models.Index(
                fields=["department", "due_on"],
                condition=Q(state__in=["sent", "registered", "in_work", "need_info"]),
                name="correspondence_inbox",
            ),
            GinIndex(THREAD_WORDS, name="correspondence_thread_words"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="need_info") | Q(stopped_on__isnull=False),
                name="correspondence_waiting_stops_the_clock",
            )
        ]

    def __str__(self):
        return self.subject

    @property
    def is_open(self):
        """Whether the SRO still owes an answer."""
        return self.state in self.OPEN

    @property
    def is_late(self):
        """Whether the SRO's day has passed while its clock runs."""
        return (
            self.is_open and self.stopped_on is None and self.due_on is not None and self.due_on < timezone.localdate()
        )

    @property
    def tone(self):
        """The kind of mark that a state gets on pages."""
        tones = {"answered": "good", "completed": "good", "rejected": "bad", "withdrawn": "past", "told": "past"}
        return tones.get(self.state, "soon")
