"""The public page about the cabinet, and what people say of it."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.fields import RichTextField

from cms.core.pages import BasePage
from lk_addon.cabinet import public_page
from lk_addon.cabinet.departments import MEMBER_DEPARTMENT, choices


class CabinetPage(RoutablePageMixin, BasePage):
    """«Личный кабинет» on the public site: how to get access, what it needs, lost credentials."""

    template = "lk_addon/cabinet/cabinet_page.html"
    max_count = 1
    parent_page_types = ["pages.HomePage"]
    subpage_types = []

    body = RichTextField(
        "дополнительно", blank=True, features=["h2", "h3", "bold", "ul", "ol", "link", "document-link"]
    )

    content_panels = [*BasePage.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = "страница о личном кабинете"
        verbose_name_plural = "страницы о личном кабинете"

    @classmethod
    def get_subpage_urls(cls):
        """Add the addresses that the apps of the add-on put below this page."""
        return (*super().get_subpage_urls(), *public_page.urlpatterns())

    def get_context(self, request, *args, **kwargs):
        """Add what the apps have to say here."""
        return super().get_context(request, *args, **kwargs) | {"parts": public_page.parts()}


class FeedbackQuerySet(models.QuerySet):
    """Remarks by who answers for them."""

    def waiting(self):
        """Those that nobody has handled."""
        return self.filter(handled_at=None)

    def seen_by(self, user):
        """Those of the departments of ``user``, all for whoever may see all."""
        if user.has_perm("cabinet.view_all_feedback"):
            return self
        return self.filter(department__in=user.groups.values("name"))


class Feedback(models.Model):
    """A suggestion or remark about the cabinet or an error in its data (REQ-3.3); apart from correspondence.

    ``answer`` is what staff did about it: it stays inside, the member is promised none.
    """

    class Outcome(models.TextChoices):
        MENDED = "mended", "исправлено"
        RIGHT = "right", "данные верны"
        NOTED = "noted", "принято к сведению"
        DECLINED = "declined", "не по существу"

    sent_at = models.DateTimeField("когда", default=timezone.now)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="учётная запись", on_delete=models.PROTECT, related_name="+"
    )
    login_label = models.CharField("от кого", max_length=40)
    organisation = models.CharField("организация", max_length=1000)
    page = models.CharField("о какой странице", max_length=200, blank=True)
    block = models.CharField("о каких данных", max_length=200, blank=True)
    block_code = models.CharField("код блока данных", max_length=100, blank=True, editable=False)
    text = models.TextField("сообщение", max_length=5000)
    browser = models.CharField("браузер", max_length=500, blank=True)
    department = models.CharField("кто отвечает", max_length=60, choices=choices, default=MEMBER_DEPARTMENT)
    outcome = models.CharField("итог", max_length=10, choices=Outcome, blank=True, editable=False)
    answer = models.TextField("что сделано", max_length=2000, blank=True, help_text="Только для сотрудников.")
    handled_at = models.DateTimeField("отработано", null=True, blank=True, editable=False)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="кто отработал",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = "отзыв о кабинете"
        verbose_name_plural = "обратная связь"
        ordering = ["-sent_at"]
        default_permissions = ("view",)
        permissions = [
            ("handle_feedback", "Может отрабатывать обратную связь"),
            ("view_all_feedback", "Видит обратную связь всех отделов"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(handled_at=None, outcome="")
                | models.Q(handled_at__isnull=False) & ~models.Q(outcome=""),
                name="cabinet_handled_feedback_has_outcome",
                violation_error_message="У отработанного отзыва есть итог.",
            )
        ]

    def __str__(self):
        return f"{self.login_label}, {self.sent_at:%d.%m.%Y %H:%M}"


class ServiceSwitch(models.Model):
    """A time during which staff kept a service of the cabinet switched off (REQ-6.3); still off without ``on_at``."""

    code = models.CharField("услуга", max_length=50)
    reason = models.CharField("причина", max_length=300, help_text="Для сотрудников и журнала.")
    message = models.CharField(
        "что сказать членам СРО", max_length=500, blank=True, help_text="Например, куда обратиться вместо кабинета."
    )
    until = models.DateField("включим не позднее", null=True, blank=True, help_text="Обещание, сама не включится.")
    hidden = models.BooleanField(
        "убрать из меню", default=False, help_text="Иначе в меню останется пометка «временно отключена»."
    )
    off_at = models.DateTimeField("отключена", default=timezone.now)
    off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="кто отключил", on_delete=models.PROTECT, related_name="+"
    )
    on_at = models.DateTimeField("включена", null=True, blank=True)
    on_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="кто включил",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = "отключение услуги"
        verbose_name_plural = "отключения услуг"
        ordering = ["-off_at"]
        default_permissions = ()
        permissions = [("switch_service", "Может отключать и включать услуги кабинета")]
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=models.Q(on_at=None), name="cabinet_service_off_once")
        ]

    def __str__(self):
        return f"{self.code}: отключена {self.off_at:%d.%m.%Y %H:%M}"


class SavedList(models.Model):
    """A name for the filters, search, order and columns of a register, kept as the query of its address."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="сотрудник", on_delete=models.CASCADE, related_name="+"
    )
    code = models.CharField("какой список", max_length=100)
    title = models.CharField("название", max_length=80)
    query = models.CharField("условия", max_length=1000, blank=True)

    class Meta:
        verbose_name = "сохранённый список"
        verbose_name_plural = "сохранённые списки"
        ordering = ["title"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["user", "code", "title"], name="cabinet_saved_list_title")]

    def __str__(self):
        return self.title
