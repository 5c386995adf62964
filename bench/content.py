"""The pages that are measured, at the size that they are promised for."""

from datetime import timedelta

from django.utils import timezone

from home.news.models import NewsIndexPage, NewsPage
from home.regulations.models import Edition, Regulation, RegulationsIndexPage

NEWS = 200
REGULATION_BYTES = 40 * 1024
SENTENCE = "Пункт набран для замера скорости и повторяет одну фразу, пока не наберёт нужный объём. "


def prepare():
    """Bring the content up to the measured size; return ``{name: path}``."""
    _bring_news(NewsIndexPage.objects.get())
    _bring_regulation(RegulationsIndexPage.objects.get())
    return {
        "home": "/",
        f"news, list of {NEWS}": "/novosti/",
        "a piece of news": "/novosti/zamer-1/",
        f"regulation, {REGULATION_BYTES // 1024} KB of text": "/dokumenty/zamer/",
    }


def _bring_news(index):
    now = timezone.now()
    for number in range(NewsPage.objects.filter(slug__startswith="zamer-").count() + 1, NEWS + 1):
        news = NewsPage(
            title=f"Новость для замера № {number}",
            slug=f"zamer-{number}",
            date=now - timedelta(hours=number),
            summary=SENTENCE,
            body=[("rich_text", f"<p>{SENTENCE * 10}</p>")],
        )
        index.add_child(instance=news)


def _bring_regulation(index):
    if Regulation.objects.filter(slug="zamer").exists():
        return
    regulation = index.add_child(instance=Regulation(title="Регламент для замера", slug="zamer"))
    today = timezone.localdate()
    lines = ["1. РАЗДЕЛ ДЛЯ ЗАМЕРА"]
    while len("\n".join(lines).encode()) < REGULATION_BYTES:
        lines.append(f"1.{len(lines)}. {SENTENCE * 4}")
    edition = Edition(
        number=1,
        approved_by="Приказ № 0",
        approved_on=today - timedelta(days=30),
        published_on=today - timedelta(days=20),
        published_where="Замер",
        effective_from=today - timedelta(days=10),
        text="\n".join(lines),
        live=False,
    )
    regulation.add_child(instance=edition)
    edition.save_revision().publish()
