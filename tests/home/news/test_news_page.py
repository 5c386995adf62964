"""One piece of news."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone

from home.news.models import NewsDocument, NewsPage
from tests.factories.files import make_document, make_image
from tests.factories.news import make_news

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture(prepared_site):
    return make_image()


def test_picture_without_words_is_refused(picture):
    page = NewsPage(title="Новость", slug="novost", summary="Кратко", lead_image=picture, lead_image_alt="  ")
    with pytest.raises(ValidationError) as refusal:
        page.clean()
    assert "lead_image_alt" in refusal.value.message_dict


def test_date_may_be_set_back_but_not_ahead_of_publication():
    tomorrow = timezone.now() + timedelta(days=1)
    NewsPage(title="Давно", slug="davno", summary="Кратко", date=timezone.now() - timedelta(days=900)).clean()
    NewsPage(title="Завтра", slug="zavtra", summary="Кратко", date=tomorrow, go_live_at=tomorrow).clean()
    with pytest.raises(ValidationError) as refusal:
        NewsPage(title="Рано", slug="rano", summary="Кратко", date=tomorrow).clean()
    assert "date" in refusal.value.message_dict


def test_page_tells_social_networks_about_itself(site_client, picture):
    make_news("Итоги собрания", slug="itogi", lead_image=picture, lead_image_alt="Зал собрания", summary="Итоги кратко")

    page = site_client.get("/novosti/itogi/").content.decode()

    assert '<meta property="og:title" content="Итоги собрания">' in page
    assert '<meta property="og:description" content="Итоги кратко">' in page
    assert f'<meta property="og:url" content="{settings.SITE_URL}/novosti/itogi/">' in page
    assert f'<meta property="og:image" content="{settings.SITE_URL}/media/images/' in page
    assert 'alt="Зал собрания"' in page


def test_page_lists_its_documents_and_other_news(site_client, prepared_site):
    document = make_document("Повестка дня")
    page = make_news("Собрание", slug="sobranie")
    NewsDocument.objects.create(page=page, document=document)
    make_news("Семинар", slug="seminar")

    text = site_client.get("/novosti/sobranie/").content.decode()

    assert document.url in text
    assert "Повестка дня" in text
    assert "/novosti/seminar/" in text
    assert 'href="/novosti/sobranie/"' not in text.split("other-news")[1]
