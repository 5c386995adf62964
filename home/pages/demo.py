"""Demonstration content of the home page, plain pages, menus and settings."""

from django.dispatch import receiver
from wagtail.models import Page

from cms.core.models import FooterItem, MainMenuItem, Menus, Organization
from cms.core.pages import ensure_page
from cms.core.signals import demo_requested
from home.pages import demo_texts as texts
from home.pages.models import HomePage, PlainPage, QuickLink

ORGANIZATION = {
    "full_name": "Саморегулируемая организация Союз «Содружество строителей»",
    "short_name": "СРО СОЮЗ «Содружество строителей»",
    "phone": "+7 (000) 000-00-01",
    "email": "office@example.com",
    "address": "000000, Демонстрационная область, г. Примерск, ул. Учебная, д. 1",
    "working_hours": "Пн–пт с 9:00 до 18:00 МСК",
    "registry_number": "СРО-С-056-28102009",
    "inn": "0099000078",
    "kpp": "009901001",
    "ogrn": "1250099000073",
    "bank_details": "Демобанк\nБИК 044525000\nР/с 00000000000000000000\nК/с 00000000000000000000",
}
MAIN_MENU = [
    ("О союзе", "o-sro"),
    ("Документы", "dokumenty"),
    ("Реестр членов", "reestr"),
    ("Новости", "novosti"),
    ("Вступить в СРО", "vstuplenie"),
    ("Контакты", "kontakty"),
]
FOOTER = [
    ("Органы управления", "o-sro/organy"),
    ("Регламенты и положения", "dokumenty"),
    ("Как получить доступ в кабинет", "lichnyy-kabinet"),
    ("Перерывы в работе", "preryvy"),
    ("Жалобы и обращения", "zhaloby"),
]
QUICK_LINKS = [
    ("Проверить организацию", "reestr", "journal-text", "Реестр членов: право на работы, уровни, взносы"),
    ("Вступить в СРО", "vstuplenie", "building", "Порядок, документы и взносы"),
    ("Документы союза", "dokumenty", "file-earmark-text", "Положения и регламенты во всех редакциях"),
    ("Получить доступ в кабинет", "lichnyy-kabinet", "person-lock", "Заявление, требования, если забыли пароль"),
    ("Органы управления", "o-sro/organy", "people", "Общее собрание, Совет, комитеты"),
    ("Пожаловаться", "zhaloby", "chat-left-text", "Как обратиться и когда ждать ответа"),
]


@receiver(demo_requested)
def bring_pages(**kwargs):
    """Fill the home page, write the plain pages and the settings; what is there already stays."""
    home = HomePage.objects.get()
    about = _plain(home, "o-sro", "О союзе", texts.ABOUT)
    _plain(about, "organy", "Органы управления", texts.BODIES)
    _plain(home, "vstuplenie", "Вступить в СРО", texts.JOIN)
    _plain(home, "kontakty", "Контакты", texts.CONTACTS)
    _plain(home, "zhaloby", "Жалобы и обращения", texts.COMPLAINTS)
    policy = _plain(home, "personalnye-dannye", "Политика обработки персональных данных", texts.POLICY)
    _fill_home(home)
    _fill_settings(home, policy)


def _plain(parent, slug, title, text):
    return ensure_page(parent, PlainPage, slug=slug, title=title, **text)


def _fill_home(home):
    if home.quick_links.exists():
        return
    home.hero_title = "Союз строителей, который отвечает за результат"
    home.hero_text = (
        "Саморегулируемая организация: допускаем к работам, следим за качеством и обеспечиваем обязательства "
        "членов союза компенсационными фондами."
    )
    home.search_description = home.hero_text
    home.quick_links = [
        QuickLink(title=title, page=page, icon=icon, text=text)
        for title, path, icon, text in QUICK_LINKS
        if (page := _page(home, path))
    ]
    home.save_revision().publish()


def _fill_settings(home, policy):
    if not Organization.objects.exists():
        Organization.objects.create(**ORGANIZATION)
    menus = Menus.load()
    if not menus.main_items.exists():
        menus.main_items = [
            MainMenuItem(title=title, page=page) for title, path in MAIN_MENU if (page := _page(home, path))
        ]
        menus.footer_items = [
            FooterItem(title=title, page=page) for title, path in FOOTER if (page := _page(home, path))
        ]
        menus.footer_items.add(FooterItem(title="Регламент «Личный кабинет»", url="/dokumenty/lichnyy-kabinet/"))
        menus.policy_page = policy
        menus.save()


def _page(home, path):
    return Page.objects.filter(url_path=f"{home.url_path}{path}/").first()
