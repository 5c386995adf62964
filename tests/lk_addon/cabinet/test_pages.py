"""The shell's pages as a representative sees them, and as a stranger does not."""

import pytest
from django.conf import settings

from cms.core.models import Organization
from lk_addon.cabinet import menu, tiles
from lk_addon.cabinet.models import Feedback
from tests.scenarios import back_office_of, cabinet_of

INSIDE = [
    "/",
    "/organization/",
    "/feedback/",
    "/feedback/sent/",
    "/help/",
    "/account/",
    "/security/",
    "/security/password/",
]


@pytest.mark.req("REQ-6.1")
@pytest.mark.req("REQ-3.3")
@pytest.mark.parametrize("path", INSIDE)
def test_every_page_has_the_two_labels_of_the_regulation(scene, path):
    html = cabinet_of(scene.member).get(path).content.decode()
    assert ">Обратная связь</span>" in html
    assert 'href="/feedback/"' in html
    assert ">Выход</button>" in html
    assert 'action="/logout/"' in html


@pytest.mark.req("REQ-4.2")
@pytest.mark.parametrize("path", INSIDE)
def test_page_names_the_organisation_and_never_the_person(scene, path):
    user = scene.member
    answer = cabinet_of(user).get(path)
    html = answer.content.decode() + str(answer.headers)
    assert "NSS-0901-1" in html
    assert "ООО «Демострой-Север»" in html
    for secret in (user.email, user.email.split("@")[0], user.last_name, user.first_name, user.patronymic, "000-77-42"):
        assert secret not in html


@pytest.mark.req("REQ-4.7")
@pytest.mark.parametrize("path", ["/", "/organization", "/login/", "/nothing/", "/access-help/", "/healthz"])
def test_nothing_of_the_cabinet_is_stored(scene, lk_client, path):
    for client in (cabinet_of(scene.member), lk_client):
        answer = client.get(path)
        assert answer["Cache-Control"] == "no-store"
        assert "ETag" not in answer


def test_public_site_is_still_cached(scene, site_client):
    assert "no-store" not in site_client.get("/lichnyy-kabinet/").get("Cache-Control", "")


@pytest.mark.req("REQ-3.3")
def test_feedback_is_kept_with_page_text_and_browser(scene):
    client = cabinet_of(scene.member)
    sent = client.post("/feedback/", {"page": "/organization/", "text": "Мелко"}, headers={"user-agent": "Пробник/1"})
    assert "Спасибо" in client.get(sent["Location"]).content.decode()
    row = Feedback.objects.get()
    assert (row.page, row.text, row.browser, row.login_label) == ("/organization/", "Мелко", "Пробник/1", "NSS-0901-1")
    assert "Демострой" in row.organisation
    html = back_office_of(scene.staff).get("/admin/cabinet/feedback/").content.decode()
    assert "Мелко" in html


def test_empty_feedback_is_asked_for_again(scene):
    answer = cabinet_of(scene.member).post("/feedback/", {"text": ""})
    assert answer.status_code == 200
    assert not Feedback.objects.exists()


@pytest.mark.req("REQ-3.1.V1")
def test_organisation_page_shows_the_entry_with_its_clause(scene):
    html = cabinet_of(scene.member).get("/organization/").content.decode()
    for shown in (
        scene.north.inn,
        scene.north.ogrn,
        scene.north.unified_number,
        "Генеральный директор",
        "Является членом",
    ):
        assert shown in html
    assert "http://np-ss.localhost/dokumenty/lichnyy-kabinet/#p-3.1" in html
    assert scene.montage.inn not in html


@pytest.mark.req("REQ-5.2.b")
@pytest.mark.parametrize("path", ["/login/", "/access-help/"])
def test_without_javascript_the_door_explains_itself(lk_client, db, path):
    html = lk_client.get(path).content.decode()
    assert "<noscript>" in html
    assert "Включите JavaScript" in html


@pytest.mark.req("REQ-5.1")
def test_browsers_are_listed_for_strangers_too(lk_client, db):
    html = lk_client.get("/help/").content.decode()
    for browser in ("Google Chrome", "Яндекс.Браузер", "Firefox", "Opera"):
        assert browser in html


@pytest.mark.req("REQ-2.5")
@pytest.mark.parametrize(
    "path", ["/password_reset/", "/password-reset/", "/reset/", "/accounts/password_reset/", "/register/", "/signup/"]
)
def test_there_is_no_way_to_recover_or_register_by_oneself(lk_client, db, path):
    assert lk_client.get(path).status_code == 404
    assert "/admin/" not in lk_client.get("/access-help/").content.decode()


@pytest.mark.req("REQ-1.3.b")
def test_public_site_leads_to_the_cabinet_and_back(scene, site_client, lk_client):
    html = site_client.get("/lichnyy-kabinet/").content.decode()
    assert 'href="http://lk.np-ss.localhost/"' in html
    assert 'href="http://np-ss.localhost/"' in lk_client.get("/login/").content.decode()


def test_second_registration_under_one_name_is_an_error():
    with pytest.raises(ValueError, match="twice"):
        menu.register(menu.MenuItem("feedback", "Другая", "cabinet:feedback", order=1))
    with pytest.raises(ValueError, match="twice"):
        tiles.register(tiles.Tile("organization", "x.html", 1, dict))


def test_page_costs_few_queries_for_one_member_and_for_many(scene, django_assert_num_queries):
    for user in (scene.member, scene.other):
        client = cabinet_of(user)
        client.get("/organization/")
        with django_assert_num_queries(8):
            client.get("/organization/")


def test_dashboard_costs_the_same_for_one_member_and_for_many(scene, django_assert_max_num_queries):
    """Every app adds its own tile and its own matters; none may add a query for each row."""
    cost = []
    for user in (scene.member, scene.other):
        client = cabinet_of(user)
        client.get("/")
        with django_assert_max_num_queries(60) as counted:
            client.get("/")
        cost.append(len(counted))
    assert cost[0] == cost[1]


def test_look_for_weak_sight_is_chosen_at_the_door_and_inside(scene, lk_client):
    for client, page in ((lk_client, "/login/"), (cabinet_of(scene.member), "/calendar/")):
        assert 'action="/vid/"' in client.get(page).content.decode()
        chosen = {"size": "2", "contrast": "black", "spacing": "", "images": "", "next": page}
        assert client.post("/vid/", chosen)["Location"] == page
        assert 'data-contrast="black"' in client.get(page).content.decode()


@pytest.mark.req("REQ-6.3")
def test_the_organisation_is_called_as_editors_call_it(scene, lk_client, django_capture_on_commit_callbacks):
    client = cabinet_of(scene.member)
    assert settings.WAGTAIL_SITE_NAME in client.get("/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        Organization.objects.create(short_name="Союз «Другие строители»")
    for html in (client.get("/").content.decode(), lk_client.get("/login/").content.decode()):
        assert "Союз «Другие строители»" in html
        assert settings.WAGTAIL_SITE_NAME not in html
