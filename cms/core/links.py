"""A link that an editor makes: to a page of the site or to an address, never to both or neither."""

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.models import Orderable, Page

#: Names of Bootstrap Icons that editors choose from.
ICONS = [
    ("arrow-right-circle", "Стрелка"),
    ("award", "Награда"),
    ("bank", "Банк"),
    ("bell", "Оповещение"),
    ("building", "Здание"),
    ("buildings", "Здания"),
    ("calculator", "Калькулятор"),
    ("calendar-event", "Календарь"),
    ("chat-left-text", "Обращение"),
    ("clipboard-check", "Проверка"),
    ("file-earmark-text", "Документ"),
    ("folder2-open", "Папка"),
    ("info-circle", "Сведения"),
    ("journal-text", "Реестр"),
    ("people", "Люди"),
    ("person-badge", "Специалист"),
    ("person-lock", "Личный кабинет"),
    ("question-circle", "Вопрос"),
    ("shield-check", "Защита"),
    ("telephone", "Телефон"),
]

_is_web_address = URLValidator(schemes=["http", "https"], message="Введите адрес целиком: https://…")


def validate_address(value):
    """Refuse what is neither a path of this site («/reestr/») nor a full http or https address."""
    if value.startswith("/") and not value.startswith(("//", "/\\")):
        return
    _is_web_address(value)


def check_target(page, url):
    """Raise ValidationError unless exactly one of the two is given."""
    if bool(page) == bool(url):
        raise ValidationError("Укажите либо страницу сайта, либо адрес.")


class LinkItem(Orderable):
    """One link of an ordered list that editors keep."""

    title = models.CharField("текст ссылки", max_length=100)
    page = models.ForeignKey(
        Page, verbose_name="страница", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    url = models.CharField(
        "или адрес",
        max_length=500,
        blank=True,
        validators=[validate_address],
        help_text="Путь на этом сайте («/reestr/») или полный адрес («https://…»).",
    )

    panels = [FieldPanel("title"), PageChooserPanel("page"), FieldPanel("url")]

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self):
        return self.title

    def clean(self):
        """Demand exactly one target."""
        super().clean()
        check_target(self.page, self.url)


def resolve(items):
    """Return what visitors see of ``items``: those whose page, if they have one, is live and public.

    Sets ``href`` on each. Two queries whatever the number of items.
    """
    items = list(items)
    visible = Page.objects.live().public().in_bulk({item.page_id for item in items if item.page_id})
    shown = []
    for item in items:
        item.href = visible[item.page_id].get_url() if item.page_id in visible else item.url
        if item.href:
            shown.append(item)
    return shown
