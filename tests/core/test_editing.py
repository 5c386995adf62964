"""What editors rely on: schedules, redirects, warnings, reviews."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.contrib.redirects.models import Redirect

from cms.audit.models import AuditEntry
from cms.core import reviews
from cms.core.tasks import publish_scheduled
from cms.users.groups import ADMINISTRATORS, APPROVERS, EDITORS
from home.news.models import NewsIndexPage
from home.regulations.models import RegulationsIndexPage
from home.search.models import SearchPage
from tests.factories.news import make_news
from tests.factories.sessions import signed_in_client
from tests.factories.staff import desk, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("prepared_site")]


def link_to(page):
    """Return a body with a link to the page."""
    return [{"type": "text", "value": f'<p><a linktype="page" id="{page.pk}">там</a></p>'}]


def test_scheduled_page_appears_and_expires_by_itself(site_client, time_machine):
    now = timezone.now()
    page = make_news("По расписанию", slug="raspisanie")
    page.unpublish()
    page.go_live_at, page.expire_at = now + timedelta(hours=1), now + timedelta(hours=2)
    page.save_revision().publish()

    for moment, status in ((0, 404), (1, 200), (2, 404)):
        time_machine.move_to(now + timedelta(hours=moment, minutes=1))
        publish_scheduled()
        assert site_client.get("/novosti/raspisanie/").status_code == status
        for place in ("/", "/novosti/", "/novosti/feed.xml", "/sitemap.xml"):
            assert ("raspisanie" in site_client.get(place).content.decode()) is (status == 200), place


def test_moved_page_is_found_at_its_old_address(site_client, django_capture_on_commit_callbacks):
    page = make_news("Новость", slug="staryy")
    with django_capture_on_commit_callbacks(execute=True):
        page.slug = "novyy"
        page.save_revision().publish()

    assert Redirect.objects.get().old_path == "/novosti/staryy"
    answer = site_client.get("/novosti/staryy/")
    assert (answer.status_code, answer["Location"]) == (301, "/novosti/novyy/")


@pytest.mark.parametrize("act", ["unpublish", "delete"])
def test_editor_is_warned_who_links_here(act, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        target = make_news("Порядок вступления")
        make_news("Памятка новичку", body=link_to(target))

    text = desk(EDITORS).get(f"/admin/pages/{target.pk}/{act}/").content.decode()

    assert "Сюда ведут ссылки" in text
    assert "Памятка новичку" in text


@pytest.mark.parametrize("act", ["unpublish", "delete"])
def test_no_warning_where_nobody_links(act):
    target = make_news("Порядок вступления")

    assert "Сюда ведут ссылки" not in desk(EDITORS).get(f"/admin/pages/{target.pk}/{act}/").content.decode()


def test_revisions_are_compared():
    page = make_news("Новость", summary="Было так")
    first = page.latest_revision
    page.summary = "Стало иначе"
    second = page.save_revision()

    text = desk(EDITORS).get(f"/admin/pages/{page.pk}/revisions/compare/{first.pk}...{second.pk}/").content.decode()

    assert "Было" in text
    assert "иначе" in text


def test_report_has_pages_not_reviewed_for_a_year():
    old = NewsIndexPage.objects.get()
    reviewed = SearchPage.objects.get()
    NewsIndexPage.objects.update(reviewed_on=timezone.localdate() - timedelta(days=366))
    SearchPage.objects.update(reviewed_on=timezone.localdate() - timedelta(days=300))
    make_news("Давняя новость", days_ago=900)

    overdue = list(reviews.overdue(reviews.pages_by_review()))

    assert old.page_ptr in overdue
    assert reviewed.page_ptr not in overdue
    assert all(page.title != "Давняя новость" for page in reviews.pages_by_review())


def test_report_is_shown_filtered_and_exported():
    NewsIndexPage.objects.update(reviewed_on=timezone.localdate() - timedelta(days=366))
    editor = desk(ADMINISTRATORS)

    page = editor.get("/admin/reports/reviews/", {"state": "overdue"}).content.decode()
    table = editor.get("/admin/reports/reviews/", {"state": "overdue", "export": "xlsx"})

    assert "Новости" in page
    assert "Проверено" in page
    rows = list(load_workbook(BytesIO(table.getvalue())).active.values)
    assert rows[0] == ("Страница", "Адрес", "Проверена", "Изменена")
    assert rows[1][0] == "Новости"


def test_page_is_marked_as_reviewed_also_in_its_draft():
    index = NewsIndexPage.objects.get()
    NewsIndexPage.objects.update(reviewed_on=timezone.localdate() - timedelta(days=366))

    desk(EDITORS).post(f"/admin/reports/reviews/{index.pk}/")

    index.refresh_from_db()
    assert index.reviewed_on == timezone.localdate()
    assert index.get_latest_revision_as_object().reviewed_on == timezone.localdate()
    assert AuditEntry.objects.filter(action="page.reviewed", object_id=str(index.pk)).exists()


def test_outsiders_mark_nothing(site_client):
    index = NewsIndexPage.objects.get()
    for outsider in (site_client, signed_in_client(make_staff())):
        assert outsider.post(f"/admin/reports/reviews/{index.pk}/").status_code in (302, 403)
    index.refresh_from_db()
    assert index.reviewed_on is None


def test_roles_have_their_rights():
    editor, approver, administrator = (make_staff(role) for role in (EDITORS, APPROVERS, ADMINISTRATORS))
    news, documents = NewsIndexPage.objects.get(), RegulationsIndexPage.objects.get()

    assert news.permissions_for_user(editor).can_publish_subpage()
    assert not documents.permissions_for_user(editor).can_publish_subpage()
    assert documents.permissions_for_user(approver).can_publish_subpage()
    assert not news.permissions_for_user(make_staff()).can_add_subpage()
    assert administrator.has_perm("wagtailredirects.add_redirect")
    assert not editor.has_perm("wagtailredirects.add_redirect")
    assert editor.has_perm("wagtailsearchpromotions.add_searchpromotion")
    assert not any(user.is_superuser for user in (editor, approver, administrator))


def test_admin_is_in_russian():
    administrator = desk(ADMINISTRATORS)
    for address in ("/admin/", "/admin/pages/", "/admin/documents/", "/admin/images/", "/admin/reports/reviews/"):
        text = administrator.get(address, follow=True).content.decode()
        assert '<html lang="ru"' in text.replace("'", '"')
        for english in (">Dashboard<", ">Pages<", ">Reports<", ">Documents<", ">Images<", ">Settings<"):
            assert english not in text, (address, english)
