"""News for tests."""

from datetime import timedelta
from itertools import count

from django.utils import timezone

from home.news.models import NewsIndexPage, NewsPage

_numbers = count(1)


def make_news(title="Новость", *, days_ago=0, **fields):
    """Publish a piece of news in the prepared site."""
    fields.setdefault("slug", f"news-{next(_numbers)}")
    fields.setdefault("summary", f"Кратко: {title}.")
    fields.setdefault("date", timezone.now() - timedelta(days=days_ago))
    index = NewsIndexPage.objects.get()
    page = index.add_child(instance=NewsPage(title=title, **fields))
    page.save_revision().publish()
    return page
