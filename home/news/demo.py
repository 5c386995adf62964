"""Demonstration: news with subjects, pictures and documents, and one promoted search result."""

import random
from datetime import timedelta
from io import BytesIO

from django.core.files.base import ContentFile
from django.dispatch import receiver
from django.template.loader import render_to_string
from django.utils import timezone
from PIL import Image as Picture
from PIL import ImageDraw
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from cms.core.demo import demo_paper
from cms.core.signals import demo_requested
from home.news.demo_texts import DOCUMENTS, NEWS, PICTURES, PROMOTED
from home.news.models import NewsDocument, NewsIndexPage, NewsPage

SKIES = {"dawn": ("#f3c9a5", "#7c4a3a"), "day": ("#bcd7ea", "#2f5d82"), "evening": ("#31476b", "#0f1d33")}


@receiver(demo_requested)
def load_news(**kwargs):
    """Publish the news that are missing."""
    index = NewsIndexPage.objects.get()
    for slug, title, days_ago, tags, summary, paragraphs in NEWS:
        if index.get_children().filter(slug=slug).exists():
            continue
        page = NewsPage(
            slug=slug,
            title=title,
            date=timezone.now() - timedelta(days=days_ago),
            summary=summary,
            body=[("text", "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs))],
            lead_image=_picture(slug),
            lead_image_alt=PICTURES.get(slug, ""),
        )
        index.add_child(instance=page)
        page.tags.add(*tags)
        for owner, name, file_name, lines in DOCUMENTS:
            if owner == slug:
                page.related_documents.add(NewsDocument(document=_document(name, file_name, lines)))
        page.save_revision().publish()


@receiver(demo_requested)
def promote_a_result(**kwargs):
    """Put the page about joining on top for its word, once that page is there."""
    words, slug, description = PROMOTED
    page = Page.objects.live().filter(slug=slug).first()
    if page is not None and not SearchPromotion.objects.filter(page=page).exists():
        SearchPromotion.objects.create(query=Query.get(words), page=page, description=description)


def _document(title, file_name, lines):
    page = render_to_string("home/news/demo_document.html", {"title": title, "lines": lines})
    document = get_document_model()(title=title)
    document.file.save(file_name, ContentFile(demo_paper(page)), save=False)
    document._set_document_file_metadata()
    document.file.close()
    document.save()
    return document


def _picture(slug):
    """Draw a street for the news that have a picture: the same one each time."""
    if slug not in PICTURES:
        return None
    chance = random.Random(slug)  # noqa: S311 - a drawing, not a secret
    sky, houses = SKIES[sorted(SKIES)[list(PICTURES).index(slug) % len(SKIES)]]
    picture = Picture.new("RGB", (1600, 900), sky)
    draw = ImageDraw.Draw(picture)
    left = 0
    while left < 1600:
        width, height = chance.randrange(120, 260, 20), chance.randrange(260, 720, 40)
        draw.rectangle((left, 900 - height, left + width - 12, 900), fill=houses)
        for x in range(left + 24, left + width - 40, 44):
            for y in range(900 - height + 30, 880, 56):
                if chance.random() < 0.6:
                    draw.rectangle((x, y, x + 18, y + 26), fill="#f2dfae" if chance.random() < 0.7 else sky)
        left += width
    out = BytesIO()
    picture.save(out, "JPEG", quality=85)
    return get_image_model().objects.create(title=PICTURES[slug], file=ContentFile(out.getvalue(), name=f"{slug}.jpg"))
