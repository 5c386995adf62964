"""What the organisation says about itself on every page, and the site's menus."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.models import Orderable, Page

from cms.core.links import LinkItem


@register_setting(icon="site", order=10)
class Organization(BaseGenericSetting, ClusterableModel):
    """Names, contacts and requisites of the organisation (ст. 7 315-ФЗ makes an SRO publish them)."""

    full_name = models.CharField("полное наименование", max_length=300, blank=True)
    short_name = models.CharField("сокращённое наименование", max_length=120, blank=True)
    phone = models.CharField("телефон", max_length=30, blank=True, help_text="Например: +7 (495) 123-45-67")
    email = models.EmailField("электронная почта", blank=True)
    address = models.CharField("адрес", max_length=300, blank=True)
    working_hours = models.CharField("часы работы", max_length=200, blank=True)
    registry_number = models.CharField(
        "номер в государственном реестре СРО", max_length=40, blank=True, help_text="Например: СРО-С-056-28102009"
    )
    inn = models.CharField(
        "ИНН", max_length=10, blank=True, validators=[RegexValidator(r"^\d{10}$", "ИНН организации — 10 цифр.")]
    )
    kpp = models.CharField(
        "КПП",
        max_length=9,
        blank=True,
        validators=[RegexValidator(r"^\d{4}[0-9A-Z]{2}\d{3}$", "КПП — 9 знаков.")],
    )
    ogrn = models.CharField(
        "ОГРН", max_length=13, blank=True, validators=[RegexValidator(r"^\d{13}$", "ОГРН — 13 цифр.")]
    )
    bank_details = models.TextField("банковские реквизиты", blank=True, help_text="Каждый реквизит с новой строки.")

    panels = [
        MultiFieldPanel([FieldPanel("full_name"), FieldPanel("short_name")], heading="Наименование"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("phone"), FieldPanel("email")]),
                FieldPanel("address"),
                FieldPanel("working_hours"),
            ],
            heading="Контакты",
        ),
        MultiFieldPanel(
            [
                FieldPanel("registry_number"),
                FieldRowPanel([FieldPanel("inn"), FieldPanel("kpp"), FieldPanel("ogrn")]),
                FieldPanel("bank_details"),
            ],
            heading="Реквизиты",
        ),
        InlinePanel("social_links", heading="Страницы в социальных сетях", label="страница"),
    ]

    class Meta:
        verbose_name = "организация и контакты"

    def __str__(self):
        return self.short_name or self.full_name

    @property
    def name(self):
        """What pages call the organisation; the installation's own name until editors have written one."""
        return self.short_name or self.full_name or settings.WAGTAIL_SITE_NAME

    @property
    def phone_href(self):
        """The phone as a ``tel:`` address: a plus and digits."""
        return "tel:+" + "".join(filter(str.isdigit, self.phone))


class SocialLink(Orderable):
    """A page of the organisation in a social network: a plain link, nothing is loaded from there."""

    organization = ParentalKey(Organization, on_delete=models.CASCADE, related_name="social_links")
    name = models.CharField("название", max_length=50)
    url = models.URLField("адрес")

    class Meta(Orderable.Meta):
        verbose_name = "страница в социальной сети"
        verbose_name_plural = "страницы в социальных сетях"

    def __str__(self):
        return self.name


@register_setting(icon="list-ul", order=20)
class Menus(BaseGenericSetting, ClusterableModel):
    """The menu in the header and the links of the footer."""

    policy_page = models.ForeignKey(
        Page,
        verbose_name="политика обработки персональных данных",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Ссылка на неё стоит внизу каждой страницы сайта и личного кабинета.",
    )

    panels = [
        HelpPanel(
            content="Пока в главном меню нет пунктов, в нём стоят разделы главной страницы, "
            "у которых отмечено «Показывать в меню»."
        ),
        InlinePanel("main_items", heading="Главное меню", label="пункт", max_num=8),
        InlinePanel("footer_items", heading="Документы и сведения внизу страницы", label="ссылка", max_num=12),
        PageChooserPanel("policy_page"),
    ]

    class Meta:
        verbose_name = "меню"

    def __str__(self):
        return "Меню сайта"


class MainMenuItem(LinkItem):
    """An item of the menu in the header."""

    menus = ParentalKey(Menus, on_delete=models.CASCADE, related_name="main_items")

    class Meta(LinkItem.Meta):
        verbose_name = "пункт главного меню"
        verbose_name_plural = "пункты главного меню"


class FooterItem(LinkItem):
    """A link of the footer."""

    menus = ParentalKey(Menus, on_delete=models.CASCADE, related_name="footer_items")

    class Meta(LinkItem.Meta):
        verbose_name = "ссылка внизу страницы"
        verbose_name_plural = "ссылки внизу страницы"
