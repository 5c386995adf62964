"""A link that an editor makes: to a page of the site or to an address, never to both or neither."""

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import prefetch_related_objects
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.models import Orderable, Page

from cms.core.pages import public
from cms.core.routing import private_paths

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


def path_of(url_path):
    """Return the path on the public site, the only site of the tree, of the page that has this ``url_path``."""
    return "/" + url_path.lstrip("/").partition("/")[2]


def reachable_pages():
    """Return the pages that any visitor may open."""
    return public(Page.objects.live())


def resolve(items):
    """Return those of ``items`` that any visitor may follow, ``href`` set on each. One query, none for joined pages."""
    items = list(items)
    prefetch_related_objects(items, "page")
    for item in items:
        item.href = _path_if_reachable(item.page) if item.page else item.url
    return [item for item in items if item.href]


def _path_if_reachable(page):
    is_private = any(page.path.startswith(path) for path in private_paths())
    return path_of(page.url_path) if page.live and not is_private else ""
