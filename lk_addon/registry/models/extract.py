"""Extracts of the register that were issued, and the page on which anybody may check one."""

from django.conf import settings
from django.db import models
from django.urls import get_resolver
from django.utils import timezone
from wagtail.contrib.routable_page.models import RoutablePageMixin

from cms.core.pages import BasePage
from lk_addon.cabinet.files import PrivateFileField
from lk_addon.registry.models.member import Member


class Extract(models.Model):
    """A file that was given out: what it says, its bytes and their hash. Rows are only ever added."""

    class Way(models.TextChoices):
        CABINET = "cabinet", "через личный кабинет"
        STAFF = "staff", "сотрудником СРО"

    code = models.CharField("код проверки", max_length=16, unique=True)
    member = models.ForeignKey(Member, verbose_name="член СРО", on_delete=models.PROTECT, related_name="extracts")
    issued_at = models.DateTimeField("выдан", default=timezone.now)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="кому или кем", null=True, on_delete=models.PROTECT, related_name="+"
    )
    way = models.CharField("как выдан", max_length=7, choices=Way)
    content = models.JSONField("что в нём сказано")
    file = PrivateFileField("файл")
    sha256 = models.CharField("контрольная сумма", max_length=64)
    sealed_by = models.CharField("заверен печатью", max_length=300, blank=True)

    class Meta:
        verbose_name = "сведения из реестра"
        verbose_name_plural = "выданные сведения из реестра"
        ordering = ["-pk"]
        default_permissions = ("view", "add")

    def __str__(self):
        return f"№\u00a0{self.number} от {timezone.localtime(self.issued_at):%d.%m.%Y}"

    @property
    def number(self):
        """The number under which it was issued: the year, and the row's own."""
        return f"{timezone.localtime(self.issued_at).year}-{self.pk:06}"

    @property
    def shown_code(self):
        """The code in groups that can be read aloud."""
        return "-".join(self.code[start : start + 4] for start in range(0, len(self.code), 4))

    @property
    def file_name(self):
        """What the file is called on the reader's computer."""
        return f"svedeniya-iz-reestra-{self.number}.pdf"


class DocumentCheckPage(RoutablePageMixin, BasePage):
    """«Проверка документа» at /proverka/: is this issued document genuine."""

    needs_review = False
    template = "lk_addon/registry/extracts/check.html"
    max_count = 1
    parent_page_types = ["pages.HomePage"]
    subpage_types = []

    class Meta:
        verbose_name = "страница проверки документов"
        verbose_name_plural = "страницы проверки документов"

    @classmethod
    def get_subpage_urls(cls):
        """Addresses of the form and of one document, by the name of their URLconf."""
        return tuple(get_resolver("lk_addon.registry.extracts.check_urls").url_patterns)
