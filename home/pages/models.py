"""The home page and plain pages."""

from cms.core.pages import BasePage


class HomePage(BasePage):
    """The first page of the public site."""

    template = "home/pages/home_page.html"
    max_count = 1
    parent_page_types = ["wagtailcore.Page"]

    class Meta:
        verbose_name = "главная страница"
        verbose_name_plural = "главные страницы"
