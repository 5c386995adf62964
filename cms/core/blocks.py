"""Blocks that editors build pages of. Each has its template in templates/components/blocks/."""

from anyascii import anyascii
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.text import slugify
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from cms.core.links import ICONS, check_target, validate_address

#: No headings (they are blocks of their own), no pictures without a caption, no embeds, no HTML.
TEXT_FEATURES = ["bold", "italic", "superscript", "subscript", "ol", "ul", "link", "document-link"]
INLINE_FEATURES = ["bold", "italic", "link", "document-link"]


def text_block(**kwargs):
    """Return a rich text block with the features that our pages allow."""
    return blocks.RichTextBlock(**{"label": "Текст", "features": TEXT_FEATURES} | kwargs)


class HeadingValue(blocks.StructValue):
    """A heading; ``anchor`` is its fragment in the address."""

    @cached_property
    def anchor(self):
        """The editor's anchor, else one made of the heading's letters."""
        return self.get("slug") or slugify(anyascii(self["text"]))[:60]


class HeadingBlock(blocks.StructBlock):
    """A heading of a part of the page."""

    text = blocks.CharBlock(label="Заголовок", max_length=200)
    level = blocks.ChoiceBlock([("2", "Раздел"), ("3", "Подраздел")], default="2", label="Уровень", search_index=False)
    slug = blocks.RegexBlock(
        r"^[a-z][a-z0-9-]*$",
        label="Якорь",
        required=False,
        max_length=60,
        error_messages={"invalid": "Строчные латинские буквы, цифры и дефис; первой стоит буква."},
        help_text="Адрес раздела после знака #. Пустой составится из заголовка.",
        search_index=False,
    )

    class Meta:
        label = "Заголовок"
        icon = "h2"
        template = "components/blocks/heading.html"
        value_class = HeadingValue


class FigureBlock(blocks.StructBlock):
    """A picture that says what it shows, with a caption."""

    image = ImageBlock(label="Изображение")
    caption = blocks.CharBlock(label="Подпись", required=False, max_length=300)

    class Meta:
        label = "Изображение"
        icon = "image"
        template = "components/blocks/figure.html"


class QuoteBlock(blocks.StructBlock):
    """Somebody's words."""

    text = blocks.TextBlock(label="Слова", rows=3)
    author = blocks.CharBlock(label="Кто сказал", required=False, max_length=150)
    position = blocks.CharBlock(label="Должность", required=False, max_length=200)

    class Meta:
        label = "Цитата"
        icon = "openquote"
        template = "components/blocks/quote.html"


class TableBlock(TypedTableBlock):
    """A table whose columns all have headings."""

    class Meta:
        label = "Таблица"
        icon = "table"
        template = "components/blocks/table.html"


def table_block():
    """Return a table block with columns of text and of numbers."""
    return TableBlock(
        [
            ("text", blocks.RichTextBlock(label="Текст", features=INLINE_FEATURES)),
            ("number", blocks.DecimalBlock(label="Число", required=False)),
        ]
    )


class FileBlock(blocks.StructBlock):
    """A document to download, under its own name or another."""

    document = DocumentChooserBlock(label="Документ")
    title = blocks.CharBlock(
        label="Название", required=False, max_length=250, help_text="Пустое — название документа в библиотеке."
    )


class FilesBlock(blocks.StructBlock):
    """Documents to download, their type and size shown."""

    items = blocks.ListBlock(FileBlock(label="Документ"), label="Документы", min_num=1)

    class Meta:
        label = "Документы"
        icon = "doc-full"
        template = "components/blocks/files.html"


class DisclosureBlock(blocks.StructBlock):
    """A question, or a heading, that opens its answer."""

    title = blocks.CharBlock(label="Заголовок или вопрос", max_length=250)
    text = text_block()


class AccordionBlock(blocks.StructBlock):
    """Parts that open one by one."""

    items = blocks.ListBlock(DisclosureBlock(label="Часть"), label="Части", min_num=1)

    class Meta:
        label = "Раскрывающиеся части"
        icon = "collapse-down"
        template = "components/blocks/accordion.html"


class CalloutBlock(blocks.StructBlock):
    """Something that must not be missed."""

    kind = blocks.ChoiceBlock(
        [("info", "Сведения"), ("success", "Хорошая новость"), ("warning", "Внимание"), ("danger", "Важно")],
        default="info",
        label="Вид",
        search_index=False,
    )
    title = blocks.CharBlock(label="Заголовок", required=False, max_length=150)
    text = text_block()

    class Meta:
        label = "Выделенный текст"
        icon = "warning"
        template = "components/blocks/callout.html"


class ContactBlock(blocks.StructBlock):
    """Whom to turn to."""

    title = blocks.CharBlock(label="Подразделение или должность", max_length=150)
    person = blocks.CharBlock(label="Имя", required=False, max_length=150)
    phone = blocks.CharBlock(label="Телефон", required=False, max_length=50)
    email = blocks.EmailBlock(label="Электронная почта", required=False)
    hours = blocks.CharBlock(label="Часы приёма", required=False, max_length=200)
    note = blocks.TextBlock(label="По каким вопросам", required=False, rows=2)


class ContactsBlock(blocks.StructBlock):
    """Cards of contacts."""

    items = blocks.ListBlock(ContactBlock(label="Контакт"), label="Контакты", min_num=1)

    class Meta:
        label = "Контакты"
        icon = "group"
        template = "components/blocks/contacts.html"


class LinkValue(blocks.StructValue):
    """A link; ``href`` is empty while its page is not to be seen."""

    @cached_property
    def href(self):
        """The address of the page, when it is live, or the address given."""
        page = self.get("page")
        if page:
            return page.get_url() if page.live else ""
        return self.get("url") or ""


class LinkBlock(blocks.StructBlock):
    """A link to a page or an address."""

    title = blocks.CharBlock(label="Текст ссылки", max_length=100)
    page = blocks.PageChooserBlock(label="Страница", required=False)
    url = blocks.CharBlock(
        label="Или адрес", required=False, max_length=500, validators=[validate_address], search_index=False
    )

    class Meta:
        value_class = LinkValue

    def clean(self, value):
        """Demand exactly one target."""
        cleaned = super().clean(value)
        try:
            check_target(cleaned["page"], cleaned["url"])
        except ValidationError as error:
            raise blocks.StructBlockValidationError(block_errors={"url": error}) from error
        return cleaned


class CardBlock(LinkBlock):
    """A link with an icon and a line of text."""

    text = blocks.CharBlock(label="Пояснение", required=False, max_length=200)
    icon = blocks.ChoiceBlock(ICONS, label="Значок", default="arrow-right-circle", search_index=False)


class CardsBlock(blocks.StructBlock):
    """Cards that lead to other pages."""

    items = blocks.ListBlock(CardBlock(label="Карточка"), label="Карточки", min_num=1)

    class Meta:
        label = "Карточки со ссылками"
        icon = "grip"
        template = "components/blocks/cards.html"


class ButtonsBlock(blocks.StructBlock):
    """Buttons; the first is the main one."""

    items = blocks.ListBlock(LinkBlock(label="Кнопка"), label="Кнопки", min_num=1, max_num=3)

    class Meta:
        label = "Кнопки"
        icon = "link"
        template = "components/blocks/buttons.html"


class OrganizationBlock(blocks.StaticBlock):
    """Contacts and requisites from the site's settings: kept in one place, shown where needed."""

    class Meta:
        label = "Реквизиты и контакты организации"
        admin_text = "Данные из раздела «Настройки → Организация и контакты»."
        icon = "site"
        template = "components/blocks/organization.html"


class BodyBlock(blocks.StreamBlock):
    """What the body of a page is built of."""

    heading = HeadingBlock()
    text = text_block(template="components/blocks/text.html", icon="pilcrow")
    figure = FigureBlock()
    files = FilesBlock()
    table = table_block()
    accordion = AccordionBlock()
    callout = CalloutBlock()
    quote = QuoteBlock()
    contacts = ContactsBlock()
    cards = CardsBlock()
    buttons = ButtonsBlock()
    organization = OrganizationBlock()
