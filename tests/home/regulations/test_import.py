"""``manage.py import_regulation``: from a file to an edition, or nothing."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.documents.models import Document

from home.regulations.models import Edition, PublicationRecord, Regulation
from tests.factories.regulations import TEXT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("prepared_site")]


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "poryadok.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def day(days):
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def run(capsys, file, *, effective=-10, published=-20, options=(), slug="masterskaya"):
    names = ["--slug", slug, "--title", "Порядок работы", "--effective", day(effective), "--published", day(published)]
    capsys.readouterr()
    call_command("import_regulation", str(file), *names, *options)
    return capsys.readouterr().out


def nothing_exists():
    return not (Regulation.objects.exists() or Edition.objects.exists() or Document.objects.exists())


@pytest.mark.req("REQ-7.2")
def test_a_file_becomes_an_edition_that_is_read(capsys, file, site_client):
    said = run(capsys, file, options=["--approved-by", "Приказ № 3", "--approved-on", day(-25)])
    assert "Приказ указан не полностью" not in said
    assert "разделов — 2, пунктов — 4, строк перечней — 4" in said
    assert "1. ОБЩИЕ ПРАВИЛА: 1.1, 1.2" in said
    text = site_client.get("/dokumenty/masterskaya/").content.decode()
    assert 'id="p-2.5"' in text
    assert "Приказ № 3" in text
    record = PublicationRecord.objects.get()
    assert record.source == "импорт файла poryadok.txt"
    assert record.file_hash


@pytest.mark.req("REQ-7.1")
@pytest.mark.parametrize("options", [[], ["--approved-by", "Приказ № 3"], ["--approved-on", day(-25)]])
def test_without_the_order_an_edition_of_before_is_published_and_the_gap_is_told(capsys, file, options):
    said = run(capsys, file, options=options)
    assert "Внимание. Приказ указан не полностью" in said
    assert Edition.objects.live().get().publications.count() == 1


@pytest.mark.req("REQ-2.2")
@pytest.mark.parametrize(("approved", "published", "effective"), [(-19, -20, -10), (6, 5, 10), (-9, -20, -10)])
def test_approval_after_publication_is_refused(capsys, file, approved, published, effective):
    with pytest.raises(CommandError, match="не позже, чем публикуют"):
        run(capsys, file, effective=effective, published=published, options=["--approved-on", day(approved)])
    assert nothing_exists()


@pytest.mark.req("REQ-2.2")
def test_approval_on_the_day_of_publication_is_accepted(capsys, file):
    run(capsys, file, options=["--approved-on", day(-20)])
    assert Edition.objects.live().get().approved_on.isoformat() == day(-20)


def test_the_same_file_twice_is_one_edition(capsys, file):
    run(capsys, file)
    assert "уже импортирована" in run(capsys, file)
    assert Edition.objects.count() == Document.objects.count() == PublicationRecord.objects.count() == 1


def test_another_text_on_the_same_day_is_refused(capsys, file):
    run(capsys, file)
    file.write_text(TEXT.replace("чистым", "грязным"), encoding="utf-8")
    with pytest.raises(CommandError, match="с другим текстом"):
        run(capsys, file)
    assert "чистым" in Edition.objects.get().text


def test_the_next_edition_gets_the_next_number(capsys, file):
    run(capsys, file)
    file.write_text(TEXT.replace("чистым", "сухим"), encoding="utf-8")
    run(capsys, file, effective=10, published=0)
    assert sorted(Edition.objects.values_list("number", flat=True)) == [1, 2]


@pytest.mark.req("REQ-2.2")
@pytest.mark.parametrize(("published", "effective"), [(-10, -10), (-9, -10), (5, 5)])
def test_publication_not_before_effect_is_refused(capsys, file, published, effective):
    with pytest.raises(CommandError, match="Публикация должна предшествовать"):
        run(capsys, file, effective=effective, published=published)
    assert nothing_exists()


def test_a_draft_is_not_public(capsys, file, site_client):
    assert "черновик" in run(capsys, file, options=["--draft"])
    assert "чистым" not in site_client.get("/dokumenty/masterskaya/").content.decode()
    assert not PublicationRecord.objects.exists()


def test_a_publication_that_lies_ahead_is_scheduled(capsys, file, site_client):
    assert "будет опубликована" in run(capsys, file, effective=20, published=10)
    edition = Edition.objects.get()
    assert not edition.live
    assert edition.get_latest_revision().approved_go_live_at is not None
    assert "чистым" not in site_client.get("/dokumenty/masterskaya/").content.decode()


@pytest.mark.parametrize("content", [b"", b"\x00\x01" * 100, "Без пунктов.".encode()])
def test_an_unreadable_file_is_refused_with_nothing_changed(capsys, file, content):
    file.write_bytes(content)
    with pytest.raises(CommandError, match="Ничего не изменено"):
        run(capsys, file)
    assert nothing_exists()


@pytest.mark.parametrize("slug", ["а б", "../x", "дом"])
def test_a_slug_that_is_no_address_is_refused(capsys, file, slug):
    with pytest.raises(CommandError):
        run(capsys, file, slug=slug)
    assert nothing_exists()


def test_a_missing_file_and_a_wrong_day_are_refused(capsys, file, tmp_path):
    with pytest.raises(CommandError, match="не читается"):
        run(capsys, tmp_path / "no.txt")
    with pytest.raises(CommandError, match="не дата"):
        call_command("import_regulation", str(file), slug="a", title="a", effective="завтра", published=day(0))
    assert nothing_exists()
